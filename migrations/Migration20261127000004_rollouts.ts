import { Migration } from '@mikro-orm/migrations';

/** Versions that hold for some customers first, what keeps them from the others, and what stops them. */
export class Migration20261127000004_rollouts extends Migration {
  override up(): void {
    this.addSql(`
      create table "rollout" (
        "version_id" uuid not null references "rule_set_version" ("id"),
        "rule_set_id" uuid not null references "rule_set" ("id"),
        "former_id" uuid null references "rule_set_version" ("id"),
        "percent" int null check ("percent" between 0 and 100),
        "segment" varchar(64) null,
        "upgrades_only" boolean not null default false,
        "until" timestamptz(3) null,
        "guards" jsonb not null default '[]',
        "started_by" jsonb not null,
        "started_at" timestamptz(3) not null default clock_timestamp(),
        "counted_to" bigint not null,
        "counts" jsonb not null default '{}',
        "ended_at" timestamptz(3) null,
        "end_reason" text null,
        primary key ("version_id")
      );
      create unique index "rollout_running_key" on "rollout" ("rule_set_id") where "ended_at" is null;
    `);
  }
}
