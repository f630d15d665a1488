import type { PersonalRecords } from '../contract/personal.ts';

/** Who customers are. The row of an erased person stays: metrics hang on it, and it refuses what comes late. */
export const customerRecords: PersonalRecords = {
  tables: [
    {
      name: 'customer',
      column: 'id',
      onErase: 'rewrite',
      onExport: {
        query: `select id, external_id, locale, time_zone, joined_at, attributes, created_at, version, erased_at
                  from customer where id = $1`,
      },
    },
    { name: 'personal_data', onErase: 'delete' },
    { name: 'profile_version', onErase: 'delete' },
    { name: 'customer_metrics', onErase: { keep: 'A view: the numbers that follow from the log.' } },
  ],
};
