import {
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { needs, signedIn } from '../../src/contract/scope.ts';
import { guardOf, requirementsOf } from '../../src/graphql/guards.ts';
import { loadPlugins } from '../../src/load-plugins.ts';
import { testApp } from '../support/app.ts';

const { app } = await testApp({ plugins: await loadPlugins({ plugins: ['./test/fixtures/visits'] }) });
const { schema } = app;
const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
const objects = types.filter((type) => isObjectType(type) || isInterfaceType(type));

describe('the guards of the schema', () => {
  it('are on every field, also on those that plugins bring', () => {
    const bare = objects.flatMap((type) =>
      Object.values(type.getFields()).flatMap((field) =>
        guardOf(type, field) === undefined ? [`${type.name}.${field.name}`] : [],
      ),
    );
    expect(bare).toEqual([]);
    expect(objects.length).toBeGreaterThan(100);
  });

  it('leave no root field to whoever reaches it', () => {
    const roots = objects.filter(({ name }) => ['Query', 'Mutation', 'Subscription'].includes(name));
    expect(roots).toHaveLength(3);
    const open = roots.flatMap((type) =>
      Object.values(type.getFields()).flatMap((field) =>
        guardOf(type, field) === 'inherited' ? [`${type.name}.${field.name}`] : [],
      ),
    );
    expect(open).toEqual([]);
  });

  it('ask the same of an object as of the interfaces through which it can be read', () => {
    const other = objects.flatMap((type) =>
      type.getInterfaces().flatMap((from) =>
        Object.values(from.getFields()).flatMap((field) => {
          const own = type.getFields()[field.name];
          const [asked, through] = [own && guardOf(type, own), guardOf(from, field)];
          return JSON.stringify(asked) === JSON.stringify(through)
            ? []
            : [`${from.name}.${field.name} of ${type.name}`];
        }),
      ),
    );
    // whoever holds a node has come to it by a way that says more
    expect(other.filter((one) => !one.startsWith('Node.id of '))).toEqual([]);
  });
});

describe('what an operation asks rights for', () => {
  const argument = { type: GraphQLString, extensions: { ...needs('audit:read') } };
  const Thing: GraphQLObjectType = new GraphQLObjectType({
    name: 'Thing',
    fields: () => ({
      bare: { type: GraphQLString },
      name: { type: GraphQLString, extensions: { ...needs('jobs:read', 'rules:read') }, args: { as: argument } },
      next: { type: Thing, extensions: { ...signedIn } },
    }),
  });
  const small = new GraphQLSchema({
    query: new GraphQLObjectType({
      name: 'Query',
      extensions: { ...needs('feed:read') },
      fields: { thing: { type: Thing }, open: { type: GraphQLString, extensions: { ...signedIn } } },
    }),
  });
  const asked = (text: string): Record<string, readonly string[]> => {
    const { definitions } = parse(text);
    const operation = definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION) as OperationDefinitionNode;
    const fragments = new Map(
      definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [])),
    );
    return Object.fromEntries(requirementsOf(small, operation, fragments).map((one) => [one.coordinate, one.anyOf]));
  };
  const thing = { 'Query.thing': ['feed:read'] };
  const name = { 'Thing.name': ['jobs:read', 'rules:read'] };

  it('is each field by itself, or else by its type, and nobody’s where nothing is said', () => {
    expect(asked('{ open }')).toEqual({});
    expect(asked('{ thing { next { name } } }')).toEqual({ ...thing, ...name });
    expect(asked('{ thing { bare } }')).toEqual({ ...thing, 'Thing.bare': [] });
  });

  it('is an argument that is given, whatever its value', () => {
    for (const value of ['"x"', 'null', '$v'])
      expect(asked(`query ($v: String) { thing { name(as: ${value}) } }`)).toEqual({
        ...thing,
        ...name,
        'Thing.name(as:)': ['audit:read'],
      });
  });

  it('does not depend on aliases, fragments or what may be left out', () => {
    const expected = { ...thing, ...name };
    for (const text of [
      '{ a: thing { b: name } }',
      '{ thing @skip(if: true) { name @include(if: false) } }',
      '{ ... on Query { thing { ... { name } } } }',
      '{ ...A } fragment A on Query { thing { ...B } } fragment B on Thing { next { name } }',
    ])
      expect(asked(text)).toEqual(expected);
    expect(asked('{ __schema { types { name } } open }')).toEqual({ 'Query.__schema': ['schema:read'] });
    expect(asked('{ __type(name: "A") { name } __typename }')).toEqual({ 'Query.__type': ['schema:read'] });
  });
});
