import { Migration } from '@mikro-orm/migrations';

/**
 * Answers to surveys, for figures over many: each answer of a customer is an activity as well, and those of people who
 * are not known stand here alone.
 */
export class Migration20261127100002_answers extends Migration {
  override up(): void {
    // the respondent is the customer, or an id of its own: so the table can be distributed by it
    this.addSql(`
      create table "survey_answer" (
        "respondent" uuid not null,
        "response" uuid not null,
        "question" varchar(64) not null,
        "survey_id" uuid not null,
        "version" int not null,
        "customer_id" uuid null,
        "invitation" uuid null,
        "activity_id" uuid null,
        "measure" varchar(16) null,
        "score" float8 null,
        "choices" text[] null,
        "comment" text null,
        "sentiment" varchar(16) null,
        "answered_at" timestamptz(3) not null,
        "wave" varchar(32) null,
        "touchpoint" varchar(64) null,
        "channel" varchar(32) null,
        "online" boolean null,
        "store" varchar(200) null,
        "weight" float8 not null default 1,
        "properties" jsonb null,
        primary key ("respondent", "response", "question")
      );
      create index "survey_answer_question_idx" on "survey_answer" ("survey_id", "question", "answered_at");
    `);
  }
}
