import { Migration } from '@mikro-orm/migrations';

/** Old changes are forgotten a month at a time; the feed says up to which position. */
export class Migration20261124000004_feed_retention extends Migration {
  override up(): void {
    this.addSql(`alter table "feed_head" add column "forgotten" bigint not null default 0`);
  }
}
