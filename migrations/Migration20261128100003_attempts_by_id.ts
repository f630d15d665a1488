import { Migration } from '@mikro-orm/migrations';

/** Attempts grow old in the order in which they were written, so they are found by their key when they are forgotten. */
export class Migration20261128100003_attempts_by_id extends Migration {
  override up(): void {
    this.addSql(`drop index "webhook_attempt_at_index";`);
  }
}
