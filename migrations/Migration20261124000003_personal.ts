import { Migration } from '@mikro-orm/migrations';

/** Personal data apart from everything else, and what makes it possible to erase a person for good. */
export class Migration20261124000003_personal extends Migration {
  override up(): void {
    this.addSql(`alter table "attribute" add column "personal" boolean not null default false;`);
    this.addSql(`
      create table "personal_data" (
        "customer_id" uuid not null,
        "attributes" jsonb not null default '{}',
        primary key ("customer_id")
      );
    `);
    // the row stays when a person is erased: its id leads whatever comes late for that person to a refusal
    this.addSql(`alter table "customer" add column "erased_at" timestamptz(3) null;`);
    // files hold many persons and cannot be edited: an erasure brings their end nearer
    this.addSql(`
      alter table "upload" add column "keep_until" timestamptz(3) not null default now() + interval '7 days';
      update "upload" set "keep_until" = "created_at" + interval '7 days';
    `);
    // ANALYZE keeps samples of values, which would outlive an erasure; no plan depends on those of these columns
    this.addSql(`
      alter table "customer" alter column "external_id" set statistics 0, alter column "attributes" set statistics 0;
      alter table "personal_data" alter column "attributes" set statistics 0;
      alter table "thread" alter column "key" set statistics 0, alter column "state" set statistics 0;
      alter table "outcome" alter column "why" set statistics 0;
      alter table "import_problem" alter column "column" set statistics 0, alter column "value" set statistics 0,
        alter column "message" set statistics 0, alter column "raw" set statistics 0;
      alter table "job" alter column "error" set statistics 0;
      do $$
        declare part regclass;
        begin
          for part in select 'activity'::regclass union select inhrelid from pg_inherits where inhparent = 'activity'::regclass loop
            execute format('alter table %s alter column "key" set statistics 0, alter column "payload" set statistics 0', part);
          end loop;
          for part in select 'change'::regclass union select inhrelid from pg_inherits where inhparent = 'change'::regclass loop
            execute format('alter table %s alter column "why" set statistics 0', part);
          end loop;
        end $$;
    `);
  }
}
