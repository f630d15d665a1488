import { defineEntity, p } from '@mikro-orm/core';
import type { Cause } from '../contract/change.ts';

export const ChangeSchema = defineEntity({
  name: 'Change',
  tableName: 'change',
  indexes: [
    {
      name: 'change_position_idx',
      expression: `create index "change_position_idx" on "change" ("position") where "position" is not null`,
    },
    {
      name: 'change_unsequenced_idx',
      expression: `create index "change_unsequenced_idx" on "change" ("id") where "position" is null`,
    },
  ],
  partitionBy: {
    type: 'range',
    expression: 'createdAt',
    partitions: [{ name: 'change_default', values: 'default' }],
  },
  properties: {
    customerId: p.uuid().primary(),
    changeSeq: p.integer().primary(),
    createdAt: p.datetime().length(3).primary().defaultRaw('now()'),
    id: p.bigint().generated('identity').autoincrement(),
    position: p.bigint().nullable(),
    type: p.string().length(64),
    ruleSetId: p.uuid().nullable(),
    versionId: p.uuid().nullable(),
    clientId: p.uuid().nullable(),
    code: p.integer().nullable(),
    key: p.string().length(64),
    from: p.string().length(64).nullable(),
    to: p.string().length(64).nullable(),
    cause: p.json<Cause>(),
    why: p.json<unknown>().nullable(),
    details: p.json<Readonly<Record<string, string>>>().nullable(),
  },
});

/** One difference that was committed, numbered for its customer and in the feed. Written by the road. */
export class Change extends ChangeSchema.class {}
ChangeSchema.setClass(Change);
