import { Migration } from '@mikro-orm/migrations';

/**
 * What profiles said before, so that a past instant can be told; and what replays found. Of customers that were there
 * before this table nothing older than it is known: the engine remembers since when history is kept.
 */
export class Migration20261127000003_history extends Migration {
  override up(): void {
    this.addSql(`
      create table "profile_version" (
        "customer_id" uuid not null,
        "at" timestamptz(3) not null,
        "locale" varchar(35) null,
        "time_zone" varchar(64) null,
        "joined_at" timestamptz(3) null,
        "attributes" jsonb not null default '{}',
        primary key ("customer_id", "at")
      );
      alter table "profile_version" alter column "attributes" set statistics 0;
      insert into "profile_version" select "id", now(), "locale", "time_zone", "joined_at", "attributes" from "customer"
        where "locale" is not null or "time_zone" is not null or "joined_at" is not null or "attributes" <> '{}';
      alter table "engine" add column "history_since" timestamptz(3) not null default '-infinity';
      update "engine" set "history_since" = now() where exists (select 1 from "customer");
    `);
    this.addSql(`
      create table "replay_day" (
        "job_id" uuid not null references "job" ("id") on delete cascade,
        "day" date not null,
        "rule_set" varchar(64) not null,
        "outcome" varchar(64) not null,
        "customers" int not null,
        "entered" int not null,
        "left" int not null,
        primary key ("job_id", "rule_set", "outcome", "day")
      );
      create table "replay_move" (
        "job_id" uuid not null references "job" ("id") on delete cascade,
        "customer_id" uuid not null,
        "number" int not null,
        "at" timestamptz(3) not null,
        "rule_set" varchar(64) not null,
        "outcome" varchar(64) not null,
        "entered" boolean not null,
        primary key ("customer_id", "job_id", "number")
      );
      create index "replay_move_at_index" on "replay_move" ("job_id", "at", "customer_id", "number");
    `);
  }
}
