import { Migration } from '@mikro-orm/migrations';

/** Whether a redemption took from a stock, so that only such a one comes back into it. */
export class Migration20261128100003_from_stock extends Migration {
  override up(): void {
    this.addSql(`
      alter table "loyalty_tiers_act" add column "from_stock" boolean not null default false;
      update "loyalty_tiers_act" set "from_stock" = true where "kind" = 'redeem' and "undone_at" is null
         and exists (select 1 from loyalty_tiers_stock s where s.programme = "loyalty_tiers_act"."programme"
                       and s.reward = "loyalty_tiers_act"."reward");
    `);
  }
}
