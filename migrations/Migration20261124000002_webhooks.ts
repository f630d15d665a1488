import { Migration } from '@mikro-orm/migrations';

/** Webhook endpoints with their place in the feed, what became of each attempt, and what was given up. */
export class Migration20261124000002_webhooks extends Migration {
  override up(): void {
    // first what its owner says, then what deliveries say; rows are written at each page, so there is room for that
    this.addSql(`
      create table "webhook_endpoint" (
        "id" uuid not null,
        "client_id" uuid not null references "client" ("id"),
        "url" varchar(2048) not null,
        "description" varchar(500) not null,
        "types" text[] null,
        "segments" text[] null,
        "document" jsonb null,
        "format" text not null check ("format" in ('standard', 'cloudevents')),
        "on_poison" text not null check ("on_poison" in ('block', 'skip')),
        "lanes" int not null,
        "scheme" text not null check ("scheme" in ('hmac', 'ed25519')),
        "secret" bytea not null,
        "old_scheme" text null check ("old_scheme" in ('hmac', 'ed25519')),
        "old_secret" bytea null,
        "old_secret_until" timestamptz(3) null,
        "asked_for" bytea not null,
        "version" int not null default 1,
        "created_at" timestamptz(3) not null default now(),
        "disabled_at" timestamptz(3) null,
        "disabled_reason" varchar(64) null,
        "disabled_message" varchar(1000) null,

        "change_seq" int not null default 0,
        "generation" int not null default 1,
        "replay_to" bigint not null default 0,
        "cursor" bigint not null,
        "previous" bigint not null,
        "in_flight_to" bigint not null,
        "ahead" bigint[] not null default '{}',
        "waiting" jsonb not null default '{}',
        "lanes_now" int not null,
        "failures" int not null default 0,
        "failing_since" timestamptz(3) null,
        "not_before" timestamptz(3) null,
        "next_attempt_at" timestamptz(3) null,
        "last_delivered_at" timestamptz(3) null,
        "claimed_at" timestamptz(3) null,
        "lease_token" uuid null,
        "lease_until" timestamptz(3) null,
        primary key ("id")
      ) with (fillfactor = 40, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 200);
      create index "webhook_endpoint_client_index" on "webhook_endpoint" ("client_id", "id");
    `);
    this.addSql(`
      create table "webhook_attempt" (
        "endpoint_id" uuid not null,
        "id" bigint generated always as identity,
        "at" timestamptz(3) not null,
        "message_id" varchar(64) not null,
        "type" varchar(64) not null,
        "customer_id" uuid null,
        "change_seq" int null,
        "position" bigint null,
        "number" int not null,
        "replay" boolean not null,
        "status" int null,
        "ms" int not null,
        "error" varchar(500) null,
        "answer" text null,
        primary key ("endpoint_id", "id")
      );
      create index "webhook_attempt_at_index" on "webhook_attempt" ("at");
      create index "webhook_attempt_answer_index" on "webhook_attempt" ("customer_id") where "answer" is not null;
      alter table "webhook_attempt" alter column "answer" set statistics 0;
    `);
    this.addSql(`
      create table "webhook_dead_letter" (
        "id" uuid not null,
        "endpoint_id" uuid not null references "webhook_endpoint" ("id") on delete cascade,
        "at" timestamptz(3) not null,
        "message_id" varchar(64) not null,
        "type" varchar(64) not null,
        "customer_id" uuid not null,
        "change_seq" int not null,
        "position" bigint not null,
        "attempts" int not null,
        "status" int null,
        "error" varchar(500) null,
        "delivered_at" timestamptz(3) null,
        primary key ("id")
      );
      create index "webhook_dead_letter_endpoint_index" on "webhook_dead_letter" ("endpoint_id", "position");
    `);
  }
}
