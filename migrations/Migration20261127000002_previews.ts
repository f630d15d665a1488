import { Migration } from '@mikro-orm/migrations';

/** What publishing would change: asked for, counted, and who would move. */
export class Migration20261127000002_previews extends Migration {
  override up(): void {
    // a preview has the id of the job that makes it; what was found is written by the job, all at once
    this.addSql(`
      create table "preview" (
        "id" uuid not null,
        "request" jsonb not null,
        "created_at" timestamptz(3) not null default now(),
        "at" timestamptz(3) null,
        "snapshot" pg_snapshot null,
        "begun_at" timestamptz(3) null,
        "rules_generation" int null,
        "metrics_generation" int null,
        "attributes_generation" int null,
        "customers" bigint null,
        "moved" bigint null,
        "result" jsonb null,
        "hash" varchar(64) null,
        primary key ("id")
      );
      create index "preview_created_idx" on "preview" ("created_at");
    `);
    // no foreign key: a preview writes up to a row for every customer, and a check of each would double its time
    this.addSql(`
      create table "preview_mover" (
        "preview_id" uuid not null,
        "number" int not null,
        "customer_id" uuid not null,
        "rule_set" varchar(64) not null,
        "type" varchar(64) not null,
        "key" varchar(64) not null,
        "from" varchar(64) null,
        "to" varchar(64) null,
        "facts" jsonb not null,
        primary key ("preview_id", "number", "customer_id")
      );
      create index "preview_mover_customer_idx" on "preview_mover" ("customer_id");
    `);
  }
}
