import { Migration } from '@mikro-orm/migrations';

/** Rule sets, their immutable versions, and what they say holds for whom. */
export class Migration20261123000004_rules extends Migration {
  override up(): void {
    this.addSql(`
      create table "rule_set" (
        "id" uuid not null,
        "key" varchar(64) not null,
        "kind" varchar(64) not null,
        "title" varchar(200) not null,
        "created_at" timestamptz(3) not null default now(),
        "latest" int not null default 0,
        primary key ("id"),
        constraint "rule_set_key_key" unique ("key")
      );
      create table "rule_set_version" (
        "id" uuid not null,
        "rule_set_id" uuid not null,
        "number" int not null,
        "source" text not null,
        "content_hash" varchar(64) not null,
        "status" text not null check ("status" in ('draft', 'published', 'superseded')),
        "comment" varchar(1000) null,
        "generation" int null,
        "created_at" timestamptz(3) not null default now(),
        "published_at" timestamptz(3) null,
        primary key ("id"),
        constraint "rule_set_version_number_key" unique ("rule_set_id", "number"),
        constraint "rule_set_version_rule_set_id_foreign" foreign key ("rule_set_id") references "rule_set" ("id")
      );
      create unique index "rule_set_version_published_key" on "rule_set_version" ("rule_set_id")
        where "status" = 'published';
    `);
    this.addSql(`
      create table "outcome_code" (
        "code" int generated always as identity,
        "rule_set_id" uuid not null,
        "key" varchar(64) not null,
        "title" varchar(200) not null,
        "data" jsonb null,
        "active" boolean not null default true,
        primary key ("code"),
        constraint "outcome_code_key_key" unique ("rule_set_id", "key"),
        constraint "outcome_code_rule_set_id_foreign" foreign key ("rule_set_id") references "rule_set" ("id")
      );
      create table "outcome" (
        "customer_id" uuid not null,
        "code" int not null,
        "since" timestamptz(3) not null,
        "version_id" uuid not null,
        "cause" jsonb not null,
        "why" jsonb null,
        primary key ("customer_id", "code")
      ) with (fillfactor = 85);
      create index "outcome_members_idx" on "outcome" ("code", "since", "customer_id");
    `);
  }
}
