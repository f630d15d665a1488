import { Migration } from '@mikro-orm/migrations';

/** What customers said that somebody looks after. Instants are epoch milliseconds. */
export class Migration20261127500001_cases extends Migration {
  override up(): void {
    this.addSql(`
      create table "feedback_loop_case" (
        "customer_id" uuid not null,
        "id" uuid not null,
        "rule_set" varchar(64) not null,
        "rule" varchar(64) not null,
        "activity_id" uuid not null,
        "state" varchar(16) not null,
        "state_at" float8 not null,
        "priority" varchar(8) not null,
        "owner" varchar(100) null,
        "theme" varchar(64) null,
        "opened_at" float8 not null,
        "due_at" float8 null,
        "escalated" boolean not null,
        "voices" int not null,
        primary key ("customer_id", "id")
      );
      create index "feedback_loop_case_id_index" on "feedback_loop_case" ("id");
      create index "feedback_loop_case_queue_index" on "feedback_loop_case" ("state", "opened_at", "id");
    `);
  }
}
