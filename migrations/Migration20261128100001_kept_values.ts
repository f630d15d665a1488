import { Migration } from '@mikro-orm/migrations';

/** What keepers gave a customer at an instant in one row: a row for each value was most of what they wrote. */
export class Migration20261128100001_kept_values extends Migration {
  override up(): void {
    this.addSql(`
      alter table "kept_value" rename to "kept_value_each";
      alter table "kept_value_each" rename constraint "kept_value_pkey" to "kept_value_each_pkey";
      create table "kept_value" (
        "customer_id" uuid not null,
        "at" timestamptz(3) not null,
        "slots" int[] not null,
        "values" float8[] not null,
        primary key ("customer_id", "at")
      );
      insert into "kept_value"
        select "customer_id", "at", array_agg("slot" order by "slot"), array_agg("value" order by "slot")
          from "kept_value_each" group by 1, 2;
      drop table "kept_value_each";
    `);
  }
}
