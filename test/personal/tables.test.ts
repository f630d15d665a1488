import path from 'node:path';
import { expect, it } from 'vitest';
import { assemble } from '../../src/assemble.ts';
import { definePlugin } from '../../src/contract/index.ts';
import { entities } from '../../src/entities.ts';
import { features } from '../../src/features.ts';
import { loadPlugins } from '../../src/load-plugins.ts';
import { testApp } from '../support/app.ts';

it('every table with a customer in it says what becomes of it when the person is erased, and what an export hands out', async () => {
  const plugins = await loadPlugins({ plugins: [path.resolve('test/fixtures/visits')] });
  const { database, contributions } = (await testApp({ plugins })).app;
  const rows = await database.query<{ name: string }>(
    '',
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'customer_id'
      where c.relkind in ('r', 'p', 'v') and not c.relispartition and c.relnamespace = 'public'::regnamespace`,
  );
  const { personalTables } = contributions;
  expect(rows.map(({ name }) => name).filter((name) => !personalTables.has(name))).toEqual([]);
  expect(rows.length).toBeGreaterThan(8);
  // and what is declared is there, and can be handed out
  for (const { name, column = 'customer_id', onExport } of personalTables.values()) {
    if (onExport && 'nothing' in onExport) expect(onExport.nothing).toMatch(/\.$/);
    const query = onExport && 'query' in onExport ? onExport.query : `select * from "${name}" where "${column}" = $1`;
    await database.query('', query, ['00000000-0000-0000-0000-000000000000']);
  }
});

it('every text of an activity is the words of a person, a key of another system, or a word of the business', () => {
  const { activities } = assemble(features, [], entities);
  const texts = (which: 'personal' | 'reference' | 'neither') =>
    [...activities.values()].flatMap(({ key, fields, thread }) =>
      Object.entries(fields)
        .filter(([name, { type }]) => type === 'text' && name !== thread?.by && name !== 'currency')
        .filter(([, field]) => (which === 'neither' ? !field.personal && !field.reference : field[which]))
        .map(([name]) => `${key}.${name}`),
    );
  expect(texts('personal')).toEqual([
    'refund.reason',
    'interaction.content',
    'complaintOpened.text',
    'planCancelled.reason',
    'surveyAnswer.text',
  ]);
  expect(texts('reference')).toEqual([
    'refund.purchaseKey',
    'referralMade.referral',
    'referralConverted.referral',
    'surveyAnswer.response',
    'surveyAnswer.invitation',
    'surveyInvited.invitation',
  ]);
  // whoever adds a text decides here what it is
  expect(texts('neither')).toEqual([
    'purchase.store',
    'refund.reasonCode',
    'interaction.campaign',
    'complaintOpened.topic',
    'planStarted.name',
    'planUpgraded.name',
    'planDowngraded.name',
    'planCancelled.reasonCode',
    'referralMade.channel',
    'rating.subject',
    'surveyAnswer.survey',
    'surveyAnswer.question',
    'surveyAnswer.choice',
    'surveyAnswer.touchpoint',
    'surveyAnswer.channel',
    'surveyAnswer.store',
    'surveyAnswer.wave',
    'touchpointReached.touchpoint',
    'touchpointReached.store',
    'surveyInvited.survey',
    'surveyInvited.channel',
    'surveyInvited.touchpoint',
    'surveyInvited.wave',
  ]);
});

it('a plugin that does not say so is refused at the start, and so is a metric over personal data', () => {
  const entity = { meta: { tableName: 'notes_note', properties: { customerId: {} } } };
  const notes = definePlugin({ name: 'notes', description: 'Notes.', entities: [entity] });
  expect(() => assemble(features, [notes], entities)).toThrow(
    'plugin notes must say in "personal" what becomes of notes_note when a person is erased',
  );
  const metric = {
    key: 'rants',
    title: 'Rants',
    description: 'Rants.',
    type: 'integer',
    unit: 'rants',
    direction: 'lowerIsBetter',
    measure: {
      from: 'complaintOpened',
      where: [{ field: 'text', operator: 'known', value: true }],
      aggregate: 'count',
    },
  } as const;
  expect(() => assemble(features, [definePlugin({ name: 'rants', description: 'R', metrics: [metric] })], [])).toThrow(
    'metric rants looks at "text" of complaintOpened, which is personal',
  );
});
