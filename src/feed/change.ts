import { defineEntity, p } from '@mikro-orm/core';
import type { Cause } from '../contract/change.ts';

export const ChangeSchema = defineEntity({
  name: 'Change',
  tableName: 'change',
  partitionBy: {
    type: 'range',
    expression: 'createdAt',
    partitions: [{ name: 'change_default', values: 'default' }],
  },
  properties: {
    customerId: p.uuid().primary(),
    changeSeq: p.integer().primary(),
    createdAt: p.datetime().length(3).primary().defaultRaw('now()'),
    id: p.bigint(),
    position: p.bigint().nullable(),
    type: p.string().length(64),
    ruleSetId: p.uuid(),
    versionId: p.uuid(),
    code: p.integer().nullable(),
    key: p.string().length(64),
    from: p.string().length(64).nullable(),
    to: p.string().length(64).nullable(),
    cause: p.json<Cause>(),
    why: p.json<unknown>().nullable(),
  },
});

/** One difference that was committed, numbered for its customer and in the feed. Written by the road. */
export class Change extends ChangeSchema.class {}
ChangeSchema.setClass(Change);
