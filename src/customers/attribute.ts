import { defineEntity, p } from '@mikro-orm/core';

export const ATTRIBUTE_TYPES = ['string', 'number', 'boolean', 'date', 'enum'] as const;
export type AttributeType = (typeof ATTRIBUTE_TYPES)[number];

export const AttributeSchema = defineEntity({
  name: 'Attribute',
  tableName: 'attribute',
  properties: {
    key: p.string().length(64).primary(),
    title: p.string().length(200),
    type: p.enum(ATTRIBUTE_TYPES),
    options: p.json<string[]>().defaultRaw(`'[]'`),
    personal: p.boolean().default(false),
    createdAt: p.datetime().length(3).defaultRaw('now()'),
  },
});

/**
 * A declared attribute of customers: its values are checked when they are set, and rules can test it. The values of a
 * personal one lie apart, in `personal_data`: no rule, change or log ever sees them.
 */
export class Attribute extends AttributeSchema.class {}
AttributeSchema.setClass(Attribute);
