import type { FactType } from '../contract/fact.ts';
import type { Builder } from '../contract/graphql.ts';
import { needs } from '../contract/scope.ts';
import type { AttributeType } from '../customers/attribute.ts';
import type { CustomerRow } from './customer-row.ts';

/** What kind of value an attribute holds. */
export type AttributeKind = 'string' | 'number' | 'boolean' | 'date';

/** An attribute that a customer has. */
export interface CustomerAttribute {
  readonly key: string;
  readonly title: string;
  readonly type: AttributeKind;
  readonly value: unknown;
}

declare module '../contract/graphql.ts' {
  interface GraphObjects {
    CustomerAttribute: CustomerAttribute;
  }
}

const KINDS: Record<FactType, AttributeKind> = {
  text: 'string',
  number: 'number',
  boolean: 'boolean',
  instant: 'date',
};

/** Which kind of value an attribute of a declared type holds. */
export const kindOfType = (type: AttributeType): AttributeKind => (type === 'enum' ? 'string' : type);

/** What is declared about the attribute; undefined for one that nobody declared, or that was removed. */
export function attributeKind({ catalogue }: CustomerRow['engine'], key: string): AttributeKind | undefined {
  const fact = catalogue.facts.get(`attribute.${key}`);
  return fact && KINDS[fact.type];
}

/** The attributes that a customer has, by key; personal ones are not among them. */
export function attributesOf({ attributes, engine }: CustomerRow): CustomerAttribute[] {
  return Object.entries(attributes).map(([key, value]) => ({
    key,
    title: engine.catalogue.facts.get(`attribute.${key}`)?.title ?? key,
    type: attributeKind(engine, key) ?? (typeof value as AttributeKind),
    value,
  }));
}

/** The type of attributes of customers. */
export function customerAttributes(builder: Builder): void {
  const Type = builder.enumType('CustomerAttributeType', {
    description: 'Which field holds the value of an attribute.',
    values: {
      STRING: { value: 'string', description: 'Text, also one of a list of options.' },
      NUMBER: { value: 'number', description: 'A number.' },
      BOOLEAN: { value: 'boolean', description: 'True or false.' },
      DATE: { value: 'date', description: 'A calendar day.' },
    } as const,
  });
  builder.objectType('CustomerAttribute', {
    extensions: needs('customers:read'),
    description: 'An attribute of a customer, with its value in the field that fits its type.',
    fields: (t) => ({
      key: t.exposeString('key', { description: 'Key of the attribute.' }),
      title: t.exposeString('title', { description: 'Title of the attribute.' }),
      type: t.expose('type', { type: Type, description: 'Which of the fields holds the value.' }),
      string: t.string({
        nullable: true,
        description: 'The value, when it is text.',
        resolve: ({ type, value }) => (type === 'string' ? String(value) : null),
      }),
      number: t.float({
        nullable: true,
        description: 'The value, when it is a number.',
        resolve: ({ type, value }) => (type === 'number' ? Number(value) : null),
      }),
      boolean: t.boolean({
        nullable: true,
        description: 'The value, when it is true or false.',
        resolve: ({ type, value }) => (type === 'boolean' ? Boolean(value) : null),
      }),
      date: t.field({
        type: 'Date',
        nullable: true,
        description: 'The value, when it is a calendar day.',
        resolve: ({ type, value }) => (type === 'date' ? String(value).slice(0, 10) : null),
      }),
    }),
  });
}
