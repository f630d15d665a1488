import { Migration } from '@mikro-orm/migrations';

/** The keys by which links in invitations are made; the newest makes them, older ones still open what they made. */
export class Migration20261127100006_link_keys extends Migration {
  override up(): void {
    this.addSql(`
      create table "link_key" (
        "number" int not null check ("number" between 1 and 65535),
        "secret" bytea not null,
        "created_at" timestamptz(3) not null default now(),
        primary key ("number")
      );
    `);
  }
}
