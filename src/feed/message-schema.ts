import type { ChangeType } from '../contract/change.ts';
import { SUBJECTS } from './change-data.ts';

const text = (description: string) => ({ type: 'string', description });
const count = (description: string) => ({ type: 'integer', minimum: 0, description });

/** What brings changes about, as the word in `causedBy`. */
export const CAUSES = ['activity', 'profile', 'action', 'time', 'publish', 'metric', 'erasure', 'delivery'] as const;

/** JSON Schema (2020-12) of the message of a type of change, as `changeMessage` makes it. Readers ignore what is new. */
export function messageSchema(type: ChangeType): object {
  const own = Object.entries(type.fields).map(([part, { name, description }]) => [
    name,
    part === 'key' ? text(description) : { type: ['string', 'null'], description },
  ]);
  const details = Object.entries(type.details ?? {}).map(([name, { type: of, description }]) => [
    name,
    { type: ['string', 'null'], ...(of === 'instant' && { format: 'date-time' }), description },
  ]);
  const { field, about } = SUBJECTS[type.subject ?? 'customer'];
  const data = {
    id: text('The same for a change for ever: drop repeats by it.'),
    cursor: text('Go on after this change by giving it as `after`.'),
    position: count('Its place in the feed.'),
    previousPosition: count(
      'Nothing that you may see lies between this position and `position`. When it is greater than the last position you ' +
        'have, you missed something: go on after the last cursor you have.',
    ),
    changeSeq: count('Its number among the changes of the customer.'),
    [field]: text(about),
    causedBy: { enum: CAUSES, description: 'What brought it about.' },
    ...Object.fromEntries([...own, ...details]),
  };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: type.name,
    description: type.description,
    type: 'object',
    required: ['type', 'timestamp', 'data'],
    properties: {
      type: { const: type.type, description: 'The type of change.' },
      timestamp: { type: 'string', format: 'date-time', description: 'When it began to hold.' },
      data: { type: 'object', required: Object.keys(data), properties: data },
    },
  };
}
