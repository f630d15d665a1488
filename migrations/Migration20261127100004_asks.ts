import { Migration } from '@mikro-orm/migrations';

/** Wishes to ask customers, each waiting for its time; the invitations that come of them; and the rounds of a survey. */
export class Migration20261127100004_asks extends Migration {
  override up(): void {
    // what a change says besides `key`, `from` and `to`
    this.addSql(`alter table "change" add column "details" jsonb null;`);
    // next_at is when the planner looks at it (again); NULL: never any more
    this.addSql(`
      create table "survey_ask" (
        "customer_id" uuid not null,
        "id" uuid not null,
        "survey_id" uuid not null,
        "trigger" varchar(16) not null check ("trigger" in ('activity', 'schedule', 'touchpoint', 'request')),
        "cause_activity" uuid null,
        "wave" varchar(32) null,
        "touchpoint" varchar(64) null,
        "context" jsonb not null default '{}',
        "probability" float8 not null default 1,
        "priority" int null,
        "created_at" timestamptz(3) not null,
        "due_at" timestamptz(3) not null,
        "expires_at" timestamptz(3) not null,
        "state" varchar(16) not null default 'waiting' check ("state" in ('waiting', 'refused', 'invited', 'passed')),
        "reason" varchar(32) null,
        "next_at" timestamptz(3) null,
        "tries" int not null default 0,
        "closed_at" timestamptz(3) null,
        primary key ("customer_id", "id")
      ) with (fillfactor = 80);
      create index "survey_ask_next_index" on "survey_ask" ("next_at") where "next_at" is not null;
      create index "survey_ask_wave_index" on "survey_ask" ("survey_id", "wave") where "wave" is not null;
    `);
    this.addSql(`
      create table "survey_invitation" (
        "customer_id" uuid not null,
        "id" uuid not null,
        "ask" uuid not null,
        "survey_id" uuid not null,
        "version" int not null,
        "wave" varchar(32) null,
        "touchpoint" varchar(64) null,
        "channel" varchar(32) not null,
        "language" varchar(16) not null,
        "probability" float8 not null,
        "context" jsonb not null default '{}',
        "created_at" timestamptz(3) not null,
        "expires_at" timestamptz(3) not null,
        "opened_at" timestamptz(3) null,
        "answered_at" timestamptz(3) null,
        "completed_at" timestamptz(3) null,
        "prefill" jsonb null,
        primary key ("customer_id", "id")
      ) with (fillfactor = 80);
      create index "survey_invitation_survey_index" on "survey_invitation" ("survey_id", "created_at");
      create index "survey_invitation_wave_index" on "survey_invitation" ("survey_id", "wave") where "wave" is not null;
    `);
    this.addSql(`
      create table "survey_wave" (
        "survey_id" uuid not null,
        "key" varchar(32) not null,
        "version" int not null,
        "opens_at" timestamptz(3) not null,
        "closes_at" timestamptz(3) not null,
        "job_id" uuid null,
        "planned_at" timestamptz(3) null,
        "population" int not null default 0,
        "planned" int not null default 0,
        "created_at" timestamptz(3) not null,
        primary key ("survey_id", "key")
      );
    `);
  }
}
