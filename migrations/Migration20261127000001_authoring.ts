import { Migration } from '@mikro-orm/migrations';

/** The life of versions: who wrote, reviewed, scheduled and published what, from which version on. */
export class Migration20261127000001_authoring extends Migration {
  override up(): void {
    this.addSql(`
      alter table "rule_set_version" drop constraint "rule_set_version_status_check";
      alter table "rule_set_version"
        add constraint "rule_set_version_status_check" check ("status" in
          ('draft', 'in_review', 'changes_requested', 'approved', 'scheduled', 'published', 'superseded', 'discarded')),
        add column "base" int null,
        add column "ground" int null,
        add column "author_id" varchar(200) not null default '',
        add column "author_name" varchar(200) not null default '',
        add column "publish_at" timestamptz(3) null,
        add column "schedule_id" uuid null,
        add column "scheduled_by" jsonb null,
        add column "suspended" jsonb null;
      create index "rule_set_version_publish_at_index" on "rule_set_version" ("publish_at")
        where "status" = 'scheduled' and "suspended" is null;
      alter table "rule_set" add column "change_seq" int not null default 0;
    `);
    this.addSql(`
      create table "rule_set_entry" (
        "id" bigint generated always as identity,
        "version_id" uuid not null references "rule_set_version" ("id"),
        "at" timestamptz(3) not null default clock_timestamp(),
        "action" varchar(32) not null,
        "actor_by" varchar(10) not null,
        "actor_id" varchar(200) not null,
        "actor_name" varchar(200) not null,
        "comment" varchar(1000) null,
        "data" jsonb null,
        primary key ("version_id", "id")
      );
    `);
  }
}
