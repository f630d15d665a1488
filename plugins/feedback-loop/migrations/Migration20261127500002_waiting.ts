import { Migration } from '@mikro-orm/migrations';

/** What customers are asked for later, since the contact policy refused it. Instants are epoch milliseconds. */
export class Migration20261127500002_waiting extends Migration {
  override up(): void {
    this.addSql(`
      create table "feedback_loop_waiting" (
        "customer_id" uuid not null,
        "rule_set" varchar(64) not null,
        "rule" varchar(64) not null,
        "ask" varchar(64) not null,
        "activity_id" uuid not null,
        "said_at" float8 not null,
        "reason" varchar(32) not null,
        "next_at" float8 null,
        "until" float8 not null,
        primary key ("customer_id", "rule_set")
      );
    `);
  }
}
