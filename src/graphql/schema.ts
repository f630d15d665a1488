import type { Contributions } from '../assemble.ts';
import type { Builder } from '../contract/graphql.ts';
import { changeTypes } from './changes.ts';
import { changesPage } from './changes-page.ts';
import { comparisonInputs } from './comparison-inputs.ts';
import { customer } from './customer.ts';
import { customerAttributes } from './customer-attributes.ts';
import { errors } from './errors.ts';
import { jobs } from './jobs.ts';
import { metricDefinitions } from './metric-definitions.ts';
import { metrics } from './metrics.ts';
import { money } from './money.ts';
import { outcomes } from './outcomes.ts';
import { recordActivities } from './record-activities.ts';
import { problemType, ruleSetKinds } from './rule-set-kinds.ts';
import { ruleSets } from './rule-sets.ts';
import { ruleSetsWrite } from './rule-sets-write.ts';
import { scalars } from './scalars.ts';
import { segments } from './segments.ts';
import { changesSubscription } from './subscription.ts';

/** What core adds to the schema, one file for each concern. */
export function coreGraphql(builder: Builder, contributions: Contributions): void {
  builder.queryType({ description: 'What can be read.' });
  builder.mutationType({ description: 'What can be changed. Each answers with a union of success and errors.' });
  builder.subscriptionType({ description: 'What can be followed.' });
  scalars(builder);
  const issue = errors(builder);
  money(builder);
  comparisonInputs(builder);
  metricDefinitions(builder, contributions.metrics);
  metrics(builder, contributions.metrics);
  customerAttributes(builder);
  customer(builder, contributions);
  outcomes(builder);
  segments(builder);
  recordActivities(builder, contributions.activities, issue);
  const changes = changeTypes(builder, contributions.changes);
  changesPage(builder, changes);
  changesSubscription(builder, changes);
  jobs(builder);
  const problem = problemType(builder);
  ruleSets(builder);
  ruleSetKinds(builder, contributions.kinds, problem);
  ruleSetsWrite(builder, problem);
}
