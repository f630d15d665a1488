import { Migration } from '@mikro-orm/migrations';

/** Customers with their current state in one row; no index on anything that changes, so that updates stay in the page. */
export class Migration20261123000001_customers extends Migration {
  override up(): void {
    this.addSql(`
      create table "customer" (
        "id" uuid not null,
        "external_id" varchar(200) not null,
        "locale" varchar(35) null,
        "time_zone" varchar(64) null,
        "joined_at" timestamptz(3) null,
        "attributes" jsonb not null default '{}',
        "created_at" timestamptz(3) not null default now(),
        "version" int not null default 1,
        "activity_seq" int not null default 0,
        "change_seq" int not null default 0,
        "metrics" float8[] not null default '{}',
        "measured_at" float8 not null default 0,
        "held" float8[] not null default '{}',
        "metrics_generation" int not null default 0,
        "rules_generation" int not null default 0,
        "due_at" float8 not null default 'Infinity',
        primary key ("id"),
        constraint "customer_external_id_key" unique ("external_id")
      ) with (fillfactor = 70, toast_tuple_target = 8160, autovacuum_vacuum_scale_factor = 0.05);
      create index "customer_page_idx" on "customer" ("created_at", "id");
    `);
    this.addSql(`
      create table "due" (
        "customer_id" uuid not null,
        "due_at" float8 not null,
        primary key ("customer_id")
      ) with (fillfactor = 80);
      create index "due_at_idx" on "due" ("due_at");
    `);
    this.addSql(`
      create table "attribute" (
        "key" varchar(64) not null,
        "title" varchar(200) not null,
        "type" text not null check ("type" in ('string', 'number', 'boolean', 'date', 'enum')),
        "options" jsonb not null default '[]',
        "created_at" timestamptz(3) not null default now(),
        primary key ("key")
      );
    `);
  }
}
