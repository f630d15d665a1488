import { Migration } from '@mikro-orm/migrations';

/** What keepers gave metrics, and since when: as of a past instant their own tables say no more than what is. */
export class Migration20261127200001_kept extends Migration {
  override up(): void {
    this.addSql(`
      create table "kept_value" (
        "customer_id" uuid not null,
        "slot" int not null,
        "at" timestamptz(3) not null,
        "value" float8 not null,
        primary key ("customer_id", "slot", "at")
      );
    `);
  }
}
