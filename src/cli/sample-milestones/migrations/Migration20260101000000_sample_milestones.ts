import { Migration } from '@mikro-orm/migrations';

export class Migration20260101000000_sample_milestones extends Migration {
  override up(): void {
    this.addSql(`
      create table "sample_milestones_reached" (
        "customer_id" uuid not null,
        "milestone" text not null,
        "reached_at" timestamptz not null,
        primary key ("customer_id", "milestone")
      );
    `);
  }
}
