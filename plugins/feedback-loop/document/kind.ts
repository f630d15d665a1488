import { type Condition, defineKind } from '#contract';
import { checkLoop } from './check.ts';
import { chinese } from './chinese.ts';
import { LOOP, type LoopDocument } from './document.ts';
import { example } from './example.ts';
import { loopSchema } from './schema.ts';
import { loopWords } from './words.ts';

/** Rules with conditions, each with its place in the document: they are outcomes of those for whom they hold. */
const conditional = ({ rules }: LoopDocument) =>
  rules.flatMap(({ key, title, when }, i) => (when ? [{ key, title, when: when as Condition, i }] : []));

/** What follows from what customers say. Whether a rule may apply is an outcome; what follows happens on the road. */
export const feedbackLoop = defineKind<LoopDocument>({
  key: LOOP,
  title: 'Feedback loop',
  description:
    'What follows from what customers say: they are asked for more, or somebody looks after them until they are told.',
  translations: { zh: chinese },
  document: loopSchema,
  example,
  check: checkLoop,
  rules: (document) =>
    conditional(document).map(({ key, when, i }) => ({ name: key, pointer: `/rules/${i}/when`, when })),
  outcomes: (document) => conditional(document).map(({ key, title }) => ({ key, title })),
  words: loopWords,
  stateless: true,
  decide: ({ document, holds }) =>
    conditional(document).flatMap(({ key }, rule) => (holds[rule] === 1 ? [{ key, rule }] : [])),
  changes: () => [],
});
