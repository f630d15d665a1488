import { Migration } from '@mikro-orm/migrations';

/**
 * The log of activities, by month of what happened; the keys that make recording idempotent; and the threads (a complaint,
 * a plan) that activities belong to. Older months than the ones created here go to the default partition.
 */
export class Migration20261123000002_activities extends Migration {
  override up(): void {
    this.addSql(`
      create table "activity" (
        "customer_id" uuid not null,
        "occurred_at" timestamptz(3) not null,
        "id" uuid not null,
        "seq" int not null,
        "kind" varchar(64) not null,
        "source" varchar(100) not null,
        "key" varchar(200) not null,
        "payload" jsonb not null default '{}',
        "recorded_at" timestamptz(3) not null default now(),
        primary key ("customer_id", "occurred_at", "id")
      ) partition by range ("occurred_at");
      create table "activity_default" partition of "activity" default;
    `);
    this.addSql(`
      create table "ingest_key" (
        "customer_id" uuid not null,
        "activity_id" uuid not null,
        "payload_hash" bytea not null,
        "occurred_at" timestamptz(3) not null,
        primary key ("customer_id", "activity_id")
      );
    `);
    this.addSql(`
      create table "thread" (
        "customer_id" uuid not null,
        "type" varchar(64) not null,
        "key" varchar(200) not null,
        "state" jsonb not null,
        primary key ("customer_id", "type", "key")
      ) with (fillfactor = 80);
    `);
    this.addSql(`
      create table "refunded_purchase" (
        "customer_id" uuid not null,
        "purchase_id" uuid not null,
        "refunded" bigint not null,
        primary key ("customer_id", "purchase_id")
      );
    `);
  }
}
