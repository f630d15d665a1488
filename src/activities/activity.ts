import { defineEntity, p } from '@mikro-orm/core';

export const ActivitySchema = defineEntity({
  name: 'Activity',
  tableName: 'activity',
  partitionBy: {
    type: 'range',
    expression: 'occurredAt',
    partitions: [{ name: 'activity_default', values: 'default' }],
  },
  properties: {
    customerId: p.uuid().primary(),
    occurredAt: p.datetime().length(3).primary(),
    id: p.uuid().primary(),
    seq: p.integer(),
    kind: p.string().length(64),
    source: p.string().length(100),
    key: p.string().length(200),
    payload: p.json<Record<string, unknown>>().defaultRaw(`'{}'`),
    recordedAt: p.datetime().length(3).defaultRaw('now()'),
  },
});

/** Something a customer did or said at a time. Append-only; written by the road. */
export class Activity extends ActivitySchema.class {}
ActivitySchema.setClass(Activity);
