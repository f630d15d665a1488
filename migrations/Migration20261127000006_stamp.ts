import { Migration } from '@mikro-orm/migrations';

/**
 * A number drawn anew by each settlement, by which a process knows a row that it wrote itself: it then needs not read it
 * again. Whatever writes to a customer outside the road has to set it to 0.
 */
export class Migration20261127000006_stamp extends Migration {
  override up(): void {
    this.addSql(`alter table "customer" add column "stamp" float8 not null default 0;`);
  }
}
