import { Migration } from '@mikro-orm/migrations';

/**
 * Changes: log and outbox in one. `id` only ranks rows that have no position yet; the order that readers see is
 * `position`, given after commit by the sequencer.
 */
export class Migration20261123000005_feed extends Migration {
  override up(): void {
    this.addSql(`
      create table "change" (
        "customer_id" uuid not null,
        "change_seq" int not null,
        "created_at" timestamptz(3) not null default now(),
        "id" bigint generated always as identity,
        "position" bigint null,
        "type" varchar(64) not null,
        "rule_set_id" uuid not null,
        "version_id" uuid not null,
        "code" int null,
        "key" varchar(64) not null,
        "from" varchar(64) null,
        "to" varchar(64) null,
        "cause" jsonb not null,
        "why" jsonb null,
        primary key ("customer_id", "change_seq", "created_at")
      ) partition by range ("created_at");
      create index "change_position_idx" on "change" ("position") where "position" is not null;
      create index "change_unsequenced_idx" on "change" ("id") where "position" is null;
      create table "change_default" partition of "change" default
        with (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.02);
    `);
    this.addSql(`
      create table "feed_head" (
        "id" int not null default 1 check ("id" = 1),
        "epoch" uuid not null default gen_random_uuid(),
        "position" bigint not null default 0,
        primary key ("id")
      );
      insert into "feed_head" default values;
    `);
  }
}
