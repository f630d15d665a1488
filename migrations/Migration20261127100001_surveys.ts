import { Migration } from '@mikro-orm/migrations';

/** Surveys and their versions, whose documents never change; and a mark by which processes see that others hold now. */
export class Migration20261127100001_surveys extends Migration {
  override up(): void {
    this.addSql(`
      create table "survey" (
        "id" uuid not null,
        "key" varchar(64) not null,
        "kind" text not null check ("kind" in ('nps', 'csat', 'ces', 'custom')),
        "purpose" text not null check ("purpose" in ('relationship', 'transactional')),
        "title" varchar(200) not null,
        "published" int null,
        "latest" int not null default 0,
        "version" int not null default 0,
        "created_at" timestamptz(3) not null default now(),
        primary key ("id"),
        constraint "survey_key_key" unique ("key")
      );
      create table "survey_version" (
        "survey_id" uuid not null,
        "number" int not null,
        "document" jsonb not null,
        "status" text not null check ("status" in ('draft', 'published', 'superseded', 'discarded')),
        "author" varchar(200) not null,
        "comment" varchar(1000) null,
        "created_at" timestamptz(3) not null default now(),
        "published_at" timestamptz(3) null,
        primary key ("survey_id", "number"),
        constraint "survey_version_survey_id_foreign" foreign key ("survey_id") references "survey" ("id")
      );
      create unique index "survey_version_published_key" on "survey_version" ("survey_id") where "status" = 'published';
    `);
    // drawn anew whenever another version holds: what was read under a stamp is right wherever the stamp is the same
    this.addSql(`alter table "engine" add column "surveys_stamp" uuid not null default gen_random_uuid();`);
  }
}
