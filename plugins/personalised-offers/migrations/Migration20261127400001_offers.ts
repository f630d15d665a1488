import { Migration } from '@mikro-orm/migrations';

/**
 * The offers that were made, what is reserved and committed of caps and budgets, why an offer is not made, and who was
 * drawn into which arm of an experiment. `settled` is the state that counters and the feed know of. Instants are epoch
 * milliseconds.
 */
export class Migration20261127400001_offers extends Migration {
  override up(): void {
    this.addSql(`
      create table "personalised_offers_offer" (
        "customer_id" uuid not null,
        "id" uuid not null,
        "rule_set" varchar(64) not null,
        "offer" varchar(64) not null,
        "version_id" uuid not null,
        "made_at" float8 not null,
        "expires_at" float8 not null,
        "state" varchar(16) not null,
        "state_at" float8 not null,
        "settled" varchar(16) null,
        "exclusive_group" varchar(64) null,
        "capped" boolean not null,
        "budget" varchar(64) null,
        "cost" bigint not null,
        "channel" varchar(16) null,
        "redeem_key" varchar(200) null,
        "purchase_id" uuid null,
        primary key ("customer_id", "id")
      );
      create index "personalised_offers_offer_made_index" on "personalised_offers_offer" ("rule_set", "offer", "made_at");
      create table "personalised_offers_counter" (
        "rule_set" varchar(64) not null,
        "of" varchar(8) not null,
        "name" varchar(64) not null,
        "reserved" bigint not null default 0 check ("reserved" >= 0),
        "committed" bigint not null default 0 check ("committed" >= 0),
        primary key ("rule_set", "of", "name")
      );
      create table "personalised_offers_refusal" (
        "customer_id" uuid not null,
        "rule_set" varchar(64) not null,
        "offer" varchar(64) not null,
        "reason" varchar(32) not null,
        "about" varchar(64) null,
        "at" float8 not null,
        "next_at" float8 null,
        primary key ("customer_id", "rule_set", "offer")
      );
      create table "personalised_offers_exposure" (
        "customer_id" uuid not null,
        "experiment" varchar(64) not null,
        "arm" varchar(8) not null,
        "at" float8 not null,
        "holdout" float8 not null,
        primary key ("customer_id", "experiment")
      );
      create index "personalised_offers_exposure_experiment_index" on "personalised_offers_exposure" ("experiment", "arm");
    `);
  }
}
