import { Migration } from '@mikro-orm/migrations';

/** Which slot of the customer's row belongs to which part of which metric, and the metrics that marketers defined. */
export class Migration20261123000003_metrics extends Migration {
  override up(): void {
    this.addSql(`
      create table "metric_slot" (
        "key" text not null,
        "slot" int not null,
        "width" int not null,
        "generation" int not null,
        primary key ("key"),
        constraint "metric_slot_slot_key" unique ("slot")
      );
    `);
    this.addSql(`
      create table "metric_definition" (
        "key" varchar(64) not null,
        "definition" jsonb not null,
        "created_at" timestamptz(3) not null default now(),
        primary key ("key")
      );
    `);
    this.addSql(`
      create table "engine" (
        "id" int not null default 1 check ("id" = 1),
        "metrics_generation" int not null default 0,
        "rules_generation" int not null default 0,
        "attributes_generation" int not null default 0,
        "currency" varchar(3) null,
        "time_zone" varchar(64) null,
        primary key ("id")
      );
      insert into "engine" default values;
    `);
  }
}
