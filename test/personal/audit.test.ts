import { encodeGlobalID } from '@pothos/plugin-relay';
import { describe, expect, it } from 'vitest';
import { createClient } from '../../src/access/clients.ts';
import { createKey } from '../../src/access/keys.ts';
import { operator } from '../../src/access/viewer.ts';
import { revert } from '../../src/authoring/revert.ts';
import { saveRuleSet } from '../../src/authoring/save-rule-set.ts';
import { declareAttribute } from '../../src/customers/declare-attribute.ts';
import { addJob, cancelJob } from '../../src/jobs/run-jobs.ts';
import { defineMetric } from '../../src/pipeline/define-metric.ts';
import { keyFor, testApp } from '../support/app.ts';
import { uploadFile } from './person.ts';

const test = await testApp();
const { app } = test;
const { database } = app;
const client = await createClient(database, operator, {
  name: 'Marketing tool',
  role: 'marketer',
  scopes: ['imports:write'],
});
const { key, text } = await createKey(database, operator, client.id);
const start = Number((await database.query<{ id: string }>('', 'select max(id) as id from audit_entry'))[0]?.id);

const mutate = async (document: string, variables: Record<string, unknown> = {}) => {
  const { data, errors } = await test.run<Record<string, object>>(`mutation ${document}`, variables, {
    authorization: `Bearer ${text}`,
  });
  expect(errors).toBeUndefined();
  return Object.values(data)[0];
};
const SOURCE = JSON.stringify({
  segments: [{ key: 'one', title: 'One', when: { all: [{ fact: 'ordersEver', operator: 'greaterThan', value: 0 }] } }],
});
const save = (source = SOURCE) =>
  mutate(
    `($source: String!) { saveRuleSet(input: { key: "orders", kind: "segments", title: "Orders", source: $source }) { __typename } }`,
    { source },
  );
const publish = (number: number) =>
  mutate(`{ publishRuleSet(input: { key: "orders", number: ${number} }) { __typename } }`);

interface Entries {
  auditEntries: {
    nodes: { action: string; target: { type: string; id: string }; before: unknown; after: unknown; actor: object }[];
    pageInfo: { hasNextPage: boolean; endCursor: string };
  };
}
const read = async (args: string) =>
  (
    await test.data<Entries>(`{ auditEntries(${args}) {
      nodes { at action target { type id } before after actor { by id name } } pageInfo { hasNextPage endCursor }
    } }`)
  ).auditEntries;
const entriesSince = (id: number) =>
  database.query<{ action: string; target_id: string }>(
    '',
    'select action, target_id from audit_entry where id > $1 order by id',
    [id],
  );

describe('the audit log', () => {
  it('says who did what to what, how it was and how it is', async () => {
    await mutate(
      '{ declareAttribute(input: { key: "size", title: "Size", type: ENUM, options: ["s"] }) { __typename } }',
    );
    await mutate(
      '{ declareAttribute(input: { key: "size", title: "Size", type: ENUM, options: ["s", "m"] }) { __typename } }',
    );
    await save();
    await publish(1);
    await save(SOURCE.replace('"One"', '"First"'));
    await publish(2);
    await mutate(
      `{ defineMetric(input: { key: "visits", title: "V", description: "D", measure: { from: ["interaction"], aggregate: COUNT } }) { __typename } }`,
    );
    const { jobId } = await uploadFile(app, 'activities', 'customer,kind\n');
    await mutate(`($id: ID!) { cancelJob(input: { id: $id }) { __typename } }`, { id: encodeGlobalID('Job', jobId) });

    const { nodes } = await read('first: 100');
    const actor = { by: 'KEY', id: key.id, name: 'Marketing tool' };
    expect(
      nodes.slice(0, 9).map(({ action, target, actor: by }) => [action, `${target.type} ${target.id}`, by]),
    ).toEqual([
      ['job.cancel', `job ${jobId}`, actor],
      ['import.start', `import ${jobId}`, { by: 'OPERATOR', id: 'operator', name: 'operator' }],
      ['metric.define', 'metric visits', actor],
      ['rule-set.publish', 'rule-set orders', actor],
      ['rule-set.save', 'rule-set orders', actor],
      ['rule-set.publish', 'rule-set orders', actor],
      ['rule-set.save', 'rule-set orders', actor],
      ['attribute.declare', 'attribute size', actor],
      ['attribute.declare', 'attribute size', actor],
    ]);
    expect(nodes[3]).toMatchObject({ before: { number: 1 }, after: { number: 2 } });
    expect(nodes[4]).toMatchObject({ before: { number: 1 }, after: { number: 2, contentHash: expect.any(String) } });
    expect(nodes[7]).toMatchObject({ before: { options: ['s'] }, after: { options: ['s', 'm'] } });
    expect(nodes[8]).toMatchObject({ before: null, after: { options: ['s'], personal: false } });
  });

  it('has an entry for what was done, and none for what was refused or changed nothing', async () => {
    const [last] = await database.query<{ id: string }>('', 'select max(id) as id from audit_entry');
    const id = Number(last?.id);
    await publish(2); // it is published already
    await publish(7);
    await save('{}');
    await mutate(
      '{ declareAttribute(input: { key: "size", title: "Size", type: ENUM, options: ["s", "m"] }) { __typename } }',
    );
    await mutate(
      '{ declareAttribute(input: { key: "size", title: "Size", type: ENUM, options: ["m"] }) { __typename } }',
    );
    await mutate(
      `{ defineMetric(input: { key: "visits", title: "V", description: "D", measure: { from: ["interaction"], aggregate: COUNT } }) { __typename } }`,
    );
    expect(await entriesSince(id)).toEqual([]);
  });

  it('is written in the transaction that does it: when it cannot be written, nothing is done', async () => {
    await database.query('', `alter table audit_entry add constraint none check (id < 0) not valid`);
    const refused = async (work: Promise<unknown>) => expect(work).rejects.toMatchObject({ code: '23514' });
    const counts = async () =>
      database.query(
        '',
        `select (select count(*) from rule_set_version) as versions, (select count(*) from attribute) as attributes,
        (select count(*) from job where status <> 'cancelled') as jobs, (select rules_generation from engine) as generation`,
      );
    const jobId = await addJob(database, 'nothing', {});
    const before = await counts();
    try {
      await refused(saveRuleSet(app.road, operator, { key: 'new', kind: 'segments', title: 'New', source: SOURCE }));
      await refused(revert(app.authoring, operator, { key: 'orders', number: 1 }));
      await refused(declareAttribute(database, operator, { key: 'new', title: 'New', type: 'string' }));
      await refused(
        defineMetric(app.road, operator, {
          key: 'new',
          title: 'New',
          description: 'New',
          direction: 'neutral',
          measure: { from: 'interaction', aggregate: 'count' },
        }),
      );
      await refused(cancelJob(database, operator, jobId));
      await refused(uploadFile(app, 'activities', 'customer,kind\n'));
      expect(await counts()).toEqual(before);
    } finally {
      await database.query('', 'alter table audit_entry drop constraint none');
    }
  });

  it('can only be added to', async () => {
    for (const statement of [
      `update audit_entry set action = 'x'`,
      `delete from audit_entry where id = ${start}`,
      'truncate audit_entry',
    ])
      await expect(database.query('', statement)).rejects.toThrow('the audit log is append-only');
  });

  it('is read newest first in pages, and narrowed to a target, an actor, an action and a time', async () => {
    const all = (await read('first: 100')).nodes;
    const paged: object[] = [];
    for (let after = ''; ; ) {
      const { nodes, pageInfo } = await read(`first: 4${after && `, after: "${after}"`}`);
      paged.push(...nodes);
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    expect(paged).toEqual(all);
    const actions = async (args: string) => (await read(`first: 100, ${args}`)).nodes.map(({ action }) => action);
    expect(await actions('target: { type: "rule-set", id: "orders" }')).toHaveLength(4);
    expect(await actions('target: { type: "attribute" }')).toEqual(['attribute.declare', 'attribute.declare']);
    expect(await actions(`actor: "${key.id}"`)).toHaveLength(8);
    expect(await actions(`actor: "${client.id}"`)).toHaveLength(8);
    expect(await actions(`actor: "${encodeGlobalID('Client', client.id)}"`)).toHaveLength(8);
    expect(await actions('action: "job.cancel"')).toEqual(['job.cancel']);
    expect(await actions('from: "2100-01-01T00:00:00Z"')).toEqual([]);
    expect(await actions('until: "2100-01-01T00:00:00Z"')).toHaveLength(all.length);
    for (const args of ['last: 3', 'after: "nonsense"', 'first: 101', 'target: { type: "\\u0000" }, first: 101'])
      expect((await test.run(`{ auditEntries(${args}) { nodes { id } } }`)).errors?.[0]?.extensions?.code).toMatch(
        /^BAD_/,
      );
  });

  it('is for those who may read it', async () => {
    const marketer = await keyFor(app, { name: 'another', role: 'marketer' });
    const { errors } = await test.run(
      '{ auditEntries { nodes { action } } }',
      {},
      { authorization: `Bearer ${marketer}` },
    );
    expect(errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  });
});
