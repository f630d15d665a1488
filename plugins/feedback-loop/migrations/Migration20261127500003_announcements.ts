import { Migration } from '@mikro-orm/migrations';

/** What those who raised a theme are told was done about it, and what became of each. Instants are epoch milliseconds. */
export class Migration20261127500003_announcements extends Migration {
  override up(): void {
    this.addSql(`
      create table "feedback_loop_announcement" (
        "key" varchar(100) not null primary key,
        "theme" varchar(64) not null,
        "text" text not null,
        "channels" jsonb null,
        "rule_set" varchar(64) null,
        "within_days" int not null,
        "author" varchar(200) not null,
        "created_at" float8 not null,
        "until" float8 not null
      );
      create table "feedback_loop_recipient" (
        "customer_id" uuid not null,
        "announcement" varchar(100) not null,
        "state" varchar(8) not null,
        "state_at" float8 not null,
        "reason" varchar(32) null,
        "next_at" float8 null,
        "channel" varchar(32) null,
        primary key ("customer_id", "announcement")
      );
      create index "feedback_loop_recipient_list_index" on "feedback_loop_recipient" ("announcement", "customer_id");
      create index "feedback_loop_recipient_due_index" on "feedback_loop_recipient" ("next_at", "customer_id")
       where "state" = 'waiting';
    `);
  }
}
