import type { Builder } from '#contract';
import { needs } from '#contract';
import { Customer } from '#entities';

interface Reached {
  readonly id: string;
  readonly milestone: string;
  readonly at: Date;
}

/** `Customer.sampleMilestones`: one statement for all customers of an answer. */
export function sampleMilestonesGraphql(builder: Builder): void {
  const Milestone = builder.objectRef<Reached>('SampleMilestonesMilestone').implement({
    extensions: needs('customers:read'),
    description: 'A milestone that a customer has reached.',
    fields: (t) => ({
      key: t.exposeString('milestone', { description: 'Key of the milestone.' }),
      reachedAt: t.expose('at', { type: 'DateTime', description: 'When it was first reached.' }),
    }),
  });
  builder.objectField(Customer, 'sampleMilestones', (t) =>
    t.field({
      type: [Milestone],
      description: 'Milestones that the customer has reached, the first one first.',
      resolve: ({ id }, _args, context) =>
        context.batch
          .of<string, Reached[]>('sample-milestones', async (ids) => {
            const rows = await context.query<Reached>(
              'sample-milestones-read',
              `select customer_id as id, milestone, reached_at as at from sample_milestones_reached
                where customer_id = any($1::uuid[]) order by reached_at, milestone`,
              [ids],
            );
            const byId = Map.groupBy(rows, (row) => row.id);
            return ids.map((one) => byId.get(one) ?? []);
          })
          .load(id),
    }),
  );
}
