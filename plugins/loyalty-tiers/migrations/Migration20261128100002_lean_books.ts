import { Migration } from '@mikro-orm/migrations';

/**
 * Fewer indexes to write on the road: the lots of an activity begin with its id, so their key finds them, and the entries of
 * an act are looked up among those of its account. Rows that change leave room for the change.
 */
export class Migration20261128100002_lean_books extends Migration {
  override up(): void {
    this.addSql(`
      drop index "loyalty_tiers_entry_by_index";
      drop index "loyalty_tiers_lot_source_index";
      alter table "loyalty_tiers_lot" drop constraint "loyalty_tiers_lot_pkey";
      alter table "loyalty_tiers_lot" alter column "id" type varchar(160) collate "C";
      alter table "loyalty_tiers_lot" add primary key ("customer_id", "id", "programme", "purse");
      alter table "loyalty_tiers_account" set (fillfactor = 70);
      alter table "loyalty_tiers_lot" set (fillfactor = 85);
    `);
  }
}
