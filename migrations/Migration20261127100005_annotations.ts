import { Migration } from '@mikro-orm/migrations';

/** What was changed when, as people noted it beside figures over time. */
export class Migration20261127100005_annotations extends Migration {
  override up(): void {
    this.addSql(`
      create table "annotation" (
        "key" varchar(64) not null,
        "at" timestamptz(3) not null,
        "text" varchar(300) not null,
        "author" varchar(200) not null,
        "created_at" timestamptz(3) not null default now(),
        primary key ("key")
      );
      create index "annotation_at_index" on "annotation" ("at", "key");
    `);
  }
}
