import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { SchemaGenerator } from '@mikro-orm/sql';
import { expect, inject, it } from 'vitest';
import { assemble } from '../src/assemble.ts';
import { connect } from '../src/db/connect.ts';
import { createDatabase, migrate } from '../src/db/migrate.ts';
import { entities } from '../src/entities.ts';
import { features } from '../src/features.ts';
import { loadPlugins } from '../src/load-plugins.ts';

/** Tables that only set-based SQL reads and writes: they have no entity, so nothing can drift. */
const WITHOUT_ENTITY = [
  'annotation',
  'preview',
  'preview_mover',
  'due',
  'kept_value',
  'ingest_key',
  'thread',
  'refunded_purchase',
  'metric_slot',
  'metric_definition',
  'engine',

  'client',
  'api_key',
  'account_secret',
  'link_key',
  'audit_entry',
  'webhook_endpoint',
  'webhook_attempt',
  'webhook_dead_letter',
  'personal_data',
  'survey_answer',
  'rollout',
  'rule_set_entry',
  'profile_version',
  'replay_day',
  'replay_move',
  'contact',
  'contact_policy',
  'contact_preference',
  'contact_refusal',
  'survey_ask',
  'survey_invitation',
  'survey_wave',
  'outcome',
  'outcome_code',
  'feed_head',
  'upload',
  'upload_part',
  'import_problem',
];

it('entities and migrations describe the same tables, those of plugins included', async () => {
  const plugins = await loadPlugins({ plugins: [path.resolve('test/fixtures/visits')] });
  const { entities: all, migrations } = assemble(features, plugins, entities);
  // not the template: it has the partitions of this month, which come from a maintenance step
  const name = `t_${randomBytes(6).toString('hex')}`;
  await createDatabase(inject('adminUrl'), name);
  const url = inject('adminUrl').replace('/postgres?', `/${name}?`);
  const database = await connect(url, all as never);
  try {
    await migrate(database.orm, url, migrations);
    database.orm.config.set('schemaGenerator', { skipTables: WITHOUT_ENTITY } as never);
    const generator = new SchemaGenerator(database.orm.em as never);
    const difference = await generator.getUpdateSchemaSQL({ dropTables: false });
    expect(difference.replace("set names 'utf8';", '').trim()).toBe('');
    const rows = await database.query<{ name: string }>(
      'tables',
      `select relname as name from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace`,
    );
    expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining(WITHOUT_ENTITY));
  } finally {
    await database.close();
  }
});
