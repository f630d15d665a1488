import { Migration } from '@mikro-orm/migrations';

/** Who was erased of late, without a look at all customers. */
export class Migration20261128100002_erased_index extends Migration {
  override up(): void {
    this.addSql(`create index "customer_erased_idx" on "customer" ("erased_at") where "erased_at" is not null;`);
  }
}
