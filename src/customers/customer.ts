import { defineEntity, p } from '@mikro-orm/core';

export const CustomerSchema = defineEntity({
  name: 'Customer',
  tableName: 'customer',
  uniques: [{ name: 'customer_external_id_key', properties: ['externalId'] }],
  indexes: [
    { name: 'customer_page_idx', properties: ['createdAt', 'id'] },
    {
      name: 'customer_erased_idx',
      expression: `create index "customer_erased_idx" on "customer" ("erased_at") where "erased_at" is not null`,
    },
  ],
  properties: {
    id: p.uuid().primary(),
    externalId: p.string().length(200),
    locale: p.string().length(35).nullable(),
    timeZone: p.string().length(64).nullable(),
    joinedAt: p.datetime().length(3).nullable(),
    attributes: p.json<Record<string, string | number | boolean>>().defaultRaw(`'{}'`),
    createdAt: p.datetime().length(3).defaultRaw('now()'),
    version: p.integer().default(1),
    erasedAt: p.datetime().length(3).nullable(),
    activitySeq: p.integer().default(0),
    changeSeq: p.integer().default(0),
    metrics: p.type('float8[]').$type<string>().columnType('float8[]').defaultRaw(`'{}'`).lazy(),
    measuredAt: p.double().default(0).lazy(),
    held: p.type('float8[]').$type<string>().columnType('float8[]').defaultRaw(`'{}'`).lazy(),
    metricsGeneration: p.integer().default(0).lazy(),
    rulesGeneration: p.integer().default(0).lazy(),
    dueAt: p.double().defaultRaw(`'Infinity'`).lazy(),
    stamp: p.double().default(0).lazy(),
  },
});

/** Someone whose satisfaction and retention we follow. What changes on the road is written by the road only. */
export class Customer extends CustomerSchema.class {}
CustomerSchema.setClass(Customer);
