import { type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';
import type { Contributions } from '../assemble.ts';
import { createBuilder } from './builder.ts';
import { answerIdsAtOnce } from './node-ids.ts';
import { refusePast } from './refuse-past.ts';
import { coreGraphql } from './schema.ts';

/** Core first, then each plugin gets the builder; nothing is global. */
export function buildSchema(contributions: Contributions): GraphQLSchema {
  const builder = createBuilder();
  coreGraphql(builder, contributions);
  for (const plugin of contributions.plugins) plugin.graphql?.(builder);
  return refusePast(answerIdsAtOnce(builder.toSchema()));
}

/** The schema as text, sorted, so that it is stable. */
export const printSdl = (schema: GraphQLSchema): string => `${printSchema(lexicographicSortSchema(schema))}\n`;
