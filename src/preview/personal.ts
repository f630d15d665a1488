import type { PersonalRecords } from '../contract/personal.ts';

/** Who would have moved, and the values that were seen of them. */
export const previewRecords: PersonalRecords = {
  tables: [
    {
      name: 'preview_mover',
      onErase: 'delete',
      onExport: {
        query: `select m.preview_id, p.at, m.rule_set, m.type, m.key, m."from", m."to", m.facts
                  from preview_mover m join preview p on p.id = m.preview_id
                 where m.customer_id = $1 order by p.at, m.number`,
      },
    },
  ],
};
