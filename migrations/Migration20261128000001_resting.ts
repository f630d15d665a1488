import { Migration } from '@mikro-orm/migrations';

/** The rule sets that lay still when the system last started, so that those that are awake again are judged anew. */
export class Migration20261128000001_resting extends Migration {
  override up(): void {
    this.addSql(`alter table "engine" add column "resting" uuid[] not null default '{}';`);
  }
}
