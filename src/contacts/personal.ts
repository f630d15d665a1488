import type { PersonalRecords } from '../contract/personal.ts';

/** When we were in touch with customers. What they wish ends with them; that there was a contact stays under their id. */
export const contactRecords: PersonalRecords = {
  tables: [
    { name: 'contact_preference', onErase: 'delete' },
    { name: 'contact', onErase: { keep: 'When and by which channel, so that reports stay true.' } },
    { name: 'contact_refusal', onErase: { keep: 'When and why nobody was in touch; nothing of a person.' } },
  ],
};
