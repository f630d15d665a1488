import type { Builder } from '../contract/graphql.ts';
import { inherited, needs } from '../contract/scope.ts';
import { ATTRIBUTE_TYPES, Attribute, type AttributeType } from '../customers/attribute.ts';
import { declareAttribute } from '../customers/declare-attribute.ts';
import { ConflictError, ValidationError } from '../errors.ts';
import { constantCase } from './activity-inputs.ts';
import { core } from './context.ts';

const MEANS: Record<AttributeType, string> = {
  string: 'Text.',
  number: 'A number.',
  boolean: 'True or false.',
  date: 'A calendar day.',
  enum: 'One of a list of words.',
};

/** `Query.attributes` and `declareAttribute`: what else is known about customers. */
export function attributes(builder: Builder): void {
  const Type = builder.enumType('AttributeType', {
    description: 'What kind of value an attribute holds.',
    values: Object.fromEntries(
      ATTRIBUTE_TYPES.map((type) => [constantCase(type), { value: type, description: MEANS[type] }]),
    ),
  });
  builder.objectType(Attribute, {
    extensions: needs('metrics:read'),
    name: 'Attribute',
    description:
      'Something else that is known about customers; in rules it is the fact `attribute.<key>`, unless it is personal.',
    fields: (t) => ({
      key: t.exposeString('key', { description: 'Its name.' }),
      title: t.exposeString('title', { description: 'For people.' }),
      type: t.field({
        type: Type,
        description: 'What kind of value it holds; never changes.',
        resolve: ({ type }) => type,
      }),
      options: t.stringList({
        description: 'The words of an enum; they can only be added to.',
        resolve: ({ options }) => options,
      }),
      personal: t.exposeBoolean('personal', {
        description:
          'Whether its values tell who a person is: they are in `Customer.personalAttributes` only, and no rule tests them. Never changes.',
      }),
      createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was declared.' }),
    }),
  });
  builder.queryField('attributes', (t) =>
    t.field({
      extensions: needs('metrics:read'),
      type: [Attribute],
      description: 'The attributes that are declared, by key.',
      resolve: (_root, _args, context) => context.em.find(Attribute, {}, { orderBy: { key: 'asc' }, refresh: true }),
    }),
  );
  const Input = builder.inputType('DeclareAttributeInput', {
    description: 'An attribute of customers.',
    fields: (t) => ({
      key: t.string({ required: true, description: 'Its name: "birthDate".' }),
      title: t.string({ required: true, description: 'For people.' }),
      type: t.field({ type: Type, required: true, description: 'What kind of value it holds; never changes.' }),
      options: t.stringList({ description: 'For ENUM: the words it may be.' }),
      personal: t.boolean({
        defaultValue: false,
        description: 'Whether its values tell who a person is, as a name or an address does; never changes.',
      }),
    }),
  });
  builder.mutationField('declareAttribute', (t) =>
    t.field({
      extensions: needs('metrics:write'),
      type: Attribute,
      description: 'Declares an attribute of customers, or gives it another title or further options.',
      errors: {
        types: [ValidationError, ConflictError],
        union: { name: 'DeclareAttributeResult', description: 'Success, or why it was not declared.' },
        result: { name: 'DeclareAttributeSuccess', extensions: inherited, description: 'The attribute is declared.' },
        dataField: { name: 'attribute', description: 'The attribute.' },
      },
      args: { input: t.arg({ type: Input, required: true, description: 'The attribute.' }) },
      resolve: async (_root, { input }, context) => {
        const draft = { ...input, type: input.type as AttributeType };
        await declareAttribute(core(context).services.database, context.viewer, draft);
        return context.em.findOneOrFail(Attribute, { key: input.key }, { refresh: true });
      },
    }),
  );
}
