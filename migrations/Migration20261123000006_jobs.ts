import { Migration } from '@mikro-orm/migrations';

/** Long work with progress, resumable by any process; imports, their uploads and the rows they could not take. */
export class Migration20261123000006_jobs extends Migration {
  override up(): void {
    this.addSql(`
      create table "job" (
        "id" uuid not null,
        "kind" varchar(64) not null,
        "status" text not null check ("status" in ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
        "input" jsonb not null,
        "cursor" jsonb not null default '{}',
        "done" bigint not null default 0,
        "total" bigint null,
        "failed" bigint not null default 0,
        "error" text null,
        "lease_token" uuid null,
        "lease_until" timestamptz(3) null,
        "created_at" timestamptz(3) not null default now(),
        "started_at" timestamptz(3) null,
        "ended_at" timestamptz(3) null,
        primary key ("id")
      );
      create index "job_open_idx" on "job" ("created_at") where "status" in ('queued', 'running');
    `);
    this.addSql(`
      create table "upload" (
        "id" uuid not null,
        "name" varchar(200) not null,
        "bytes" bigint not null default 0,
        "complete" boolean not null default false,
        "created_at" timestamptz(3) not null default now(),
        primary key ("id")
      );
      create table "upload_part" (
        "upload_id" uuid not null,
        "number" int not null,
        "bytes" bytea not null,
        primary key ("upload_id", "number"),
        constraint "upload_part_upload_id_foreign" foreign key ("upload_id") references "upload" ("id") on delete cascade
      );
      create table "import_problem" (
        "job_id" uuid not null,
        "line" int not null,
        "number" int not null,
        "column" varchar(200) null,
        "value" text null,
        "code" varchar(64) not null,
        "message" text not null,
        "raw" text null,
        primary key ("job_id", "line", "number"),
        constraint "import_problem_job_id_foreign" foreign key ("job_id") references "job" ("id") on delete cascade
      );
    `);
  }
}
