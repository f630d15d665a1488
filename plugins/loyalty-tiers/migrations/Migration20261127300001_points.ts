import { Migration } from '@mikro-orm/migrations';

/**
 * The books of points: accounts, the lots they consist of, and every movement, in double entry (`from_side`, `to_side`).
 * Movements are only ever appended. `told` is the last of them that was told on the feed. Instants are epoch milliseconds.
 */
export class Migration20261127300001_points extends Migration {
  override up(): void {
    this.addSql(`
      create table "loyalty_tiers_account" (
        "customer_id" uuid not null,
        "programme" varchar(64) not null,
        "purse" varchar(8) not null,
        "debt" bigint not null default 0,
        "passed_to" float8 not null,
        "seq" int not null default 0,
        "told" int not null default 0,
        primary key ("customer_id", "programme", "purse")
      );
      create table "loyalty_tiers_lot" (
        "customer_id" uuid not null,
        "programme" varchar(64) not null,
        "purse" varchar(8) not null,
        "id" varchar(160) not null,
        "earned_at" float8 not null,
        "available_at" float8 not null,
        "expires_at" float8 not null,
        "source" uuid null,
        "base" bigint not null,
        "points" bigint not null,
        "remaining" bigint not null,
        "spent" bigint not null,
        "expired" bigint not null,
        "reversed" bigint not null,
        "clawed" bigint not null,
        "returned" bigint not null,
        "refunded" bigint not null,
        primary key ("customer_id", "programme", "purse", "id"),
        check ("remaining" >= 0 and "remaining" + "spent" + "expired" + "reversed" = "points")
      );
      create index "loyalty_tiers_lot_open_index" on "loyalty_tiers_lot" ("customer_id") where "remaining" > 0;
      create index "loyalty_tiers_lot_source_index" on "loyalty_tiers_lot" ("customer_id", "source");
      create table "loyalty_tiers_entry" (
        "customer_id" uuid not null,
        "programme" varchar(64) not null,
        "purse" varchar(8) not null,
        "seq" int not null,
        "at" float8 not null,
        "kind" varchar(16) not null,
        "lot" varchar(160) not null,
        "from_side" varchar(16) not null,
        "to_side" varchar(16) not null,
        "points" bigint not null check ("points" > 0),
        "by" varchar(300) null,
        "subject" varchar(64) null,
        "version_id" uuid null,
        primary key ("customer_id", "programme", "purse", "seq")
      );
      create index "loyalty_tiers_entry_by_index" on "loyalty_tiers_entry" ("customer_id", "by");
      create table "loyalty_tiers_act" (
        "customer_id" uuid not null,
        "key" varchar(200) not null,
        "id" uuid not null,
        "kind" varchar(16) not null,
        "programme" varchar(64) not null,
        "points" bigint not null,
        "reward" varchar(64) null,
        "other_id" uuid null,
        "reason" varchar(500) null,
        "at" float8 not null,
        "undone_at" float8 null,
        primary key ("customer_id", "key")
      );
      create index "loyalty_tiers_act_id_index" on "loyalty_tiers_act" ("customer_id", "id");
      create table "loyalty_tiers_stock" (
        "programme" varchar(64) not null,
        "reward" varchar(64) not null,
        "taken" bigint not null,
        primary key ("programme", "reward")
      );
    `);
  }
}
