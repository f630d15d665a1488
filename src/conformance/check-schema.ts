import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import type { Contributions } from '../assemble.ts';
import { buildSchema, printSdl } from '../graphql/build.ts';
import { guardOf } from '../graphql/guards.ts';
import type { Report } from './finding.ts';

/** What a plugin adds to the API: described, for those who have the right to see it, and nothing of others changed. */
export function checkSchema(without: Contributions, contributions: Contributions, report: Report): void {
  const core = buildSchema(without);
  const schema = buildSchema(contributions);
  if (printSdl(schema) !== printSdl(buildSchema(contributions)))
    report('The schema is another one when it is built again; nothing may be kept between two builds.');
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    const known = core.getType(type.name);
    if (!known && !type.description) report(`The type ${type.name} has no description.`);
    for (const { at, description } of partsOf(type))
      if (!description && !hasPart(core, at)) report(`${at} has no description.`);
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      if (fieldOf(core, type.name, field.name)) continue;
      const guard = guardOf(type, field);
      const at = `${type.name}.${field.name}`;
      if (guard === undefined) report(`${at} says nothing of who may select it: give it or its type needs(…).`);
      if (guard === 'inherited' && roots.includes(type as never))
        report(`${at} is a root field and "inherited"; nobody came to it by a way that asks for rights.`);
    }
  }
  checkOthers(core, schema, report);
}

/** Types and fields that were there before are as they were. */
function checkOthers(core: GraphQLSchema, schema: GraphQLSchema, report: Report): void {
  for (const type of Object.values(core.getTypeMap())) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const now = fieldOf(schema, type.name, field.name);
      if (String(now?.type) !== String(field.type)) report(`The plugin changes ${type.name}.${field.name} of others.`);
    }
  }
}

function fieldOf(schema: GraphQLSchema, type: string, field: string): GraphQLField<unknown, unknown> | undefined {
  const found = schema.getType(type);
  return isObjectType(found) || isInterfaceType(found) ? found.getFields()[field] : undefined;
}

interface Part {
  readonly at: string;
  readonly description: string | null | undefined;
}

/** Fields, arguments and values of a type. */
function partsOf(type: GraphQLNamedType): Part[] {
  const part = ({ name, description }: { name: string; description?: string | null | undefined }, at = type.name) => ({
    at: `${at}.${name}`,
    description,
  });
  if (isEnumType(type)) return type.getValues().map((value) => part(value));
  if (isInputObjectType(type)) return Object.values(type.getFields()).map((field) => part(field));
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields()).flatMap((field) => [
    part(field),
    ...field.args.map((argument) => part(argument, `${type.name}.${field.name}`)),
  ]);
}

/** Whether core has that part already: then it is not the plugin's to describe. */
const hasPart = (core: GraphQLSchema, at: string): boolean => {
  const type = core.getType(at.split('.')[0] ?? '');
  return type !== undefined && partsOf(type).some((part) => part.at === at);
};
