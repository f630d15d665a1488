import type { Contributions } from '../assemble.ts';
import type { Builder } from '../contract/graphql.ts';
import { errors } from './errors.ts';
import { scalars } from './scalars.ts';

/** What core adds to the schema, one file for each concern. */
export function coreGraphql(builder: Builder, contributions: Contributions): void {
  builder.queryType({ description: 'What can be read.' });
  builder.mutationType({ description: 'What can be changed. Each answers with a union of success and errors.' });
  builder.subscriptionType({ description: 'What can be followed.' });
  scalars(builder);
  errors(builder);
  void contributions;
}
