import { Migration } from '@mikro-orm/migrations';

/** When we may be in touch with a customer, what they said of it, and the one ledger of every contact there was. */
export class Migration20261127100003_contacts extends Migration {
  override up(): void {
    this.addSql(`
      create table "contact_policy" (
        "version" int not null,
        "document" jsonb not null,
        "author" varchar(200) not null,
        "created_at" timestamptz(3) not null default now(),
        primary key ("version")
      );
    `);
    // consent NULL: the customer said nothing about it, and only chose a channel
    this.addSql(`
      create table "contact_preference" (
        "customer_id" uuid not null,
        "purpose" varchar(16) not null,
        "consent" boolean null,
        "channel" varchar(32) null,
        "changed_at" timestamptz(3) not null,
        primary key ("customer_id", "purpose")
      );
    `);
    this.addSql(`
      create table "contact" (
        "customer_id" uuid not null,
        "id" uuid not null,
        "purpose" varchar(16) not null check ("purpose" in ('survey', 'offer', 'follow-up')),
        "subject" varchar(64) not null,
        "category" varchar(32) null,
        "channel" varchar(32) not null,
        "priority" int not null,
        "at" timestamptz(3) not null,
        "state" varchar(16) not null check ("state" in ('reserved', 'sent', 'released')),
        primary key ("customer_id", "id")
      ) with (fillfactor = 90);
    `);
    this.addSql(`
      create table "contact_refusal" (
        "customer_id" uuid not null,
        "id" uuid not null,
        "purpose" varchar(16) not null,
        "subject" varchar(64) not null,
        "wish" uuid not null,
        "reason" varchar(32) not null,
        "detail" jsonb null,
        "at" timestamptz(3) not null,
        "next_at" timestamptz(3) null,
        primary key ("customer_id", "id")
      );
    `);
  }
}
