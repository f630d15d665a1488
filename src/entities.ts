import { Activity, ActivitySchema } from './activities/activity.ts';
import { Attribute, AttributeSchema } from './customers/attribute.ts';
import { Customer, CustomerSchema } from './customers/customer.ts';
import { Change, ChangeSchema } from './feed/change.ts';
import { Job, JobSchema } from './jobs/job.ts';
import { RuleSet, RuleSetSchema, RuleSetVersion, RuleSetVersionSchema } from './rules/rule-set.ts';
import { Survey, SurveySchema, SurveyVersion, SurveyVersionSchema } from './surveys/survey.ts';

/** The door through which plugins reach the classes of core (`#entities`). */
export { Activity, Attribute, Change, Customer, Job, RuleSet, RuleSetVersion, Survey, SurveyVersion };

/** What MikroORM knows of core. Tables that only the road writes with set-based SQL have no entity. */
export const entities = [
  CustomerSchema,
  AttributeSchema,
  ActivitySchema,
  RuleSetSchema,
  RuleSetVersionSchema,
  ChangeSchema,
  JobSchema,
  SurveySchema,
  SurveyVersionSchema,
];
