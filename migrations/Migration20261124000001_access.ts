import { Migration } from '@mikro-orm/migrations';

/** Who may ask: clients, their keys, and what was done. */
export class Migration20261124000001_access extends Migration {
  override up(): void {
    this.addSql(`
      create table "client" (
        "id" uuid not null default gen_random_uuid(),
        "name" varchar(100) not null,
        "role" varchar(20) not null,
        "scopes" text[] not null default '{}',
        "segments" text[] null,
        "change_types" text[] null,
        "trusted_documents_only" boolean not null default false,
        "created_at" timestamptz(3) not null default now(),
        "disabled_at" timestamptz(3) null,
        "version" int not null default 1,
        primary key ("id"),
        constraint "client_name_unique" unique ("name")
      );
      create table "api_key" (
        "id" varchar(8) not null,
        "client_id" uuid not null references "client" ("id"),
        "hash" bytea not null,
        "created_at" timestamptz(3) not null default now(),
        "expires_at" timestamptz(3) null,
        "revoked_at" timestamptz(3) null,
        "last_used_at" timestamptz(3) null,
        primary key ("id")
      );
      create index "api_key_client_id_index" on "api_key" ("client_id");
    `);
    // one secret of the account, from which the keys of pseudonyms follow
    this.addSql(`
      create table "account_secret" (
        "id" int not null default 1 check ("id" = 1),
        "secret" bytea not null,
        primary key ("id")
      );
    `);
    this.addSql(`
      create table "audit_entry" (
        "id" bigint generated always as identity,
        "at" timestamptz(3) not null default now(),
        "actor_by" varchar(10) not null,
        "actor_id" varchar(200) not null,
        "actor_client_id" uuid null,
        "actor_name" varchar(200) not null,
        "action" varchar(64) not null,
        "target_type" varchar(64) not null,
        "target_id" varchar(200) not null,
        "before" jsonb null,
        "after" jsonb null,
        primary key ("id")
      );
      create index "audit_entry_target_index" on "audit_entry" ("target_type", "target_id", "id");
      create index "audit_entry_actor_index" on "audit_entry" ("actor_id", "id");
      create function "audit_entry_stays"() returns trigger language plpgsql as $$
        begin
          raise exception 'the audit log is append-only';
        end $$;
      create trigger "audit_entry_stays" before update or delete or truncate on "audit_entry"
        for each statement execute function "audit_entry_stays"();
    `);
    // a change may be about something else than a customer (a webhook endpoint), and then only its owner sees it
    this.addSql(`
      alter table "change" alter column "rule_set_id" drop not null;
      alter table "change" alter column "version_id" drop not null;
      alter table "change" add column "client_id" uuid null;
    `);
  }
}
