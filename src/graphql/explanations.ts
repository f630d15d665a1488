import type { Cause } from '../contract/change.ts';
import type { Builder, GraphContext } from '../contract/graphql.ts';
import { alsoPast } from '../contract/past.ts';
import { inherited, needs } from '../contract/scope.ts';
import { Customer } from '../customers/customer.ts';
import { explainOutcome, type OutcomeStanding, type RuleStanding } from '../explain/explain-outcome.ts';
import { sentenceOf } from '../explain/messages.ts';
import { type Asked, type Change, type Suggestion, suggest } from '../explain/suggest.ts';
import { Case } from '../explain/what-if.ts';
import type { Life } from '../history/life.ts';
import { say } from '../language/say.ts';
import type { ActiveRuleSet } from '../pipeline/engine.ts';
import { badInput } from './bad-input.ts';
import { core } from './context.ts';
import { type CustomerRow, rowOf } from './customer-row.ts';
import { lifeOf } from './lives.ts';
import { outcomeOf } from './outcome-of.ts';
import { reasonOf } from './outcome-reason.ts';
import { versionNumber } from './version-numbers.ts';

/** A customer and an outcome, with everything that is asked about them. */
interface Explained {
  readonly row: CustomerRow;
  readonly life: Life;
  readonly asked: Asked;
  readonly ruleSet: ActiveRuleSet;
  readonly title: string;
  readonly standing: OutcomeStanding;
}

type Suggested = Suggestion & { readonly of: Explained };

/** Suggestions that are made at most. */
const MOST = 10;

/** `Customer.outcome`: why it holds or does not, since when, and what would change it. */
export function explanations(builder: Builder): void {
  const Rule = builder.objectRef<RuleStanding>('RuleStanding').implement({
    extensions: inherited,
    description: 'A rule that matters to an outcome, with the value seen at each of its conditions.',
    fields: (t) => ({
      rule: t.exposeString('rule', { description: 'Name of the rule in its document.' }),
      holds: t.exposeBoolean('holds', { description: 'Whether it holds.' }),
      tree: t.field({
        type: 'JSON',
        description: 'Its conditions: { fact, operator, value, actual, holds }, or { all | any | not, holds }.',
        resolve: ({ tree }) => tree,
      }),
    }),
  });
  const SuggestionRef = suggestionType(builder);
  const Standing = builder.objectRef<Explained>('OutcomeStanding').implement({
    extensions: needs('rules:read'),
    description: 'How a customer stands to an outcome of a published rule set, whether it holds or not.',
    fields: (t) => ({
      kind: t.string({ description: 'Kind of the rule set.', resolve: ({ ruleSet }) => ruleSet.kind.key }),
      ruleSetKey: t.string({ description: 'Key of the rule set.', resolve: ({ ruleSet }) => ruleSet.key }),
      key: t.string({ description: 'Key of the outcome.', resolve: ({ asked }) => asked.key }),
      title: t.exposeString('title', { description: 'Title of the outcome.' }),
      holds: t.boolean({ description: 'Whether it holds.', resolve: ({ standing }) => standing.holds }),
      since: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'Since when it holds; null when it does not.',
        resolve: (one) => {
          const since = heldOf(one)?.since;
          return since === undefined ? null : new Date(since);
        },
      }),
      versionNumber: t.int({
        nullable: true,
        description: 'Number of the version that says so.',
        resolve: ({ ruleSet }, _args, context) => versionNumber(context, ruleSet.versionId),
      }),
      rules: t.field({
        type: [Rule],
        description: 'The rule that decided; of what does not hold, the rules that would have to change.',
        resolve: ({ standing }) => [...standing.rules],
      }),
      instead: t.stringList({
        description: 'Keys of what holds in its place, when its own rule holds and another one goes before it.',
        resolve: ({ standing }) => [...standing.instead],
      }),
      cause: t.field({
        type: 'ChangeCause',
        nullable: true,
        description: 'What made it begin; null when it does not hold.',
        resolve: async (one, _args, context) => (await began(context, one))?.cause ?? null,
      }),
      whyItBegan: t.field({
        type: ['JSON'],
        description: 'The rules as they were when it began: { rule, holds, tree }. Kept as long as it holds.',
        resolve: async (one, _args, context) => [...((await began(context, one))?.why ?? [])],
      }),
      suggestions: t.field({
        type: [SuggestionRef],
        complexity: 50,
        description:
          'What would make it begin, or end when it holds: the nearest ways, each tried before it is told, the easiest first.',
        args: { first: t.arg.int({ defaultValue: 5, description: `How many at most, up to ${MOST}.` }) },
        resolve: async (one, { first }, context): Promise<Suggested[]> => {
          const most = first ?? 5;
          if (most < 1 || most > MOST) throw badInput(`Ask for 1 to ${MOST} suggestions.`);
          const { currency } = core(context).services;
          const found = await suggest(one.life, one.asked, one.row.now, { currency, most });
          return found.map((suggestion) => ({ ...suggestion, of: one }));
        },
      }),
    }),
  });
  builder.objectField(Customer, 'outcome', (t) =>
    t.field({
      extensions: { ...needs('rules:read'), ...alsoPast },
      type: Standing,
      nullable: true,
      complexity: 10,
      description: 'How the customer stands to one outcome; null when no published version has it.',
      args: {
        ruleSet: t.arg.string({ required: true, description: 'Key of the rule set.' }),
        key: t.arg.string({ required: true, description: 'Key of the outcome: of a segment, of a tier.' }),
      },
      resolve: (parent, { ruleSet, key }, context) => explained(context, rowOf(parent), ruleSet, key),
    }),
  );
}

async function explained(
  context: GraphContext,
  row: CustomerRow,
  ruleSetKey: string,
  key: string,
): Promise<Explained | null> {
  const { engine, now } = row;
  const place = engine.ruleSets.findIndex((one) => one.key === ruleSetKey);
  const ruleSet = engine.ruleSets[place];
  const outcome = ruleSet && outcomeOf(ruleSet, key);
  if (!outcome) return null;
  const life = await lifeOf(context, row);
  const asked = { place, key };
  const standing = explainOutcome(new Case(life, now), asked);
  return { row, life, asked, ruleSet: standing.version, title: outcome.title, standing };
}

const heldOf = ({ life, ruleSet, asked }: Explained) =>
  life.standing.held.find(({ code }) => code === ruleSet.codes.get(asked.key));

/** What made it begin: as it was kept, or as it was a moment ago, when nobody has kept it yet. */
async function began(
  context: GraphContext,
  one: Explained,
): Promise<{ readonly cause: Cause; readonly why: readonly unknown[] } | null> {
  const held = heldOf(one);
  if (!held) return null;
  const now = one.life.reasons.get(held.code);
  if (now) return now;
  const outcome = one.row.outcomes.find(({ name }) => name.code === held.code);
  return outcome ? reasonOf(context, one.row, outcome) : null;
}

function suggestionType(builder: Builder) {
  const Test = builder.objectRef<Change['tests'][number]>('SuggestionTest').implement({
    extensions: inherited,
    description: 'A condition that a change is made for.',
    fields: (t) => ({
      operator: t.string({ description: 'Its operator.', resolve: ({ leaf }) => leaf.operator }),
      value: t.field({ type: 'JSON', description: 'What it is compared with.', resolve: ({ leaf }) => leaf.value }),
      wanted: t.exposeBoolean('wanted', { description: 'Whether it must hold, or must not.' }),
    }),
  });
  const Changed = builder.objectRef<Change & { readonly title: string }>('SuggestedChange').implement({
    extensions: inherited,
    description: 'A fact that has to take another value.',
    fields: (t) => ({
      fact: t.exposeString('fact', { description: 'Name of the fact.' }),
      title: t.exposeString('title', { description: 'Title of the fact.' }),
      from: t.field({
        type: 'JSON',
        nullable: true,
        description: 'Its value now: money in minor units, instants in epoch milliseconds; null: unknown.',
        resolve: ({ from }) => from,
      }),
      to: t.field({
        type: 'JSON',
        nullable: true,
        description: 'The nearest value that does.',
        resolve: ({ to }) => to,
      }),
      tests: t.field({ type: [Test], description: 'What asks for it.', resolve: ({ tests }) => [...tests] }),
    }),
  });
  return builder.objectRef<Suggested>('Suggestion').implement({
    extensions: inherited,
    description: 'One way for an outcome to begin, or to end. It was tried: with it, the rules say so.',
    fields: (t) => ({
      text: t.string({
        description: 'As a sentence, in the language of the request.',
        resolve: (one, _args, context) => {
          const { services, language } = core(context);
          return say(sentenceOf(one, one.of.life.engine, services.currency), language);
        },
      }),
      changes: t.field({
        type: [Changed],
        description: 'All of these together; none when time alone does it.',
        resolve: ({ changes, of }) =>
          changes.map((change) => ({
            ...change,
            title: of.life.engine.catalogue.facts.get(change.fact)?.title ?? change.fact,
          })),
      }),
      by: t.field({
        type: 'DateTime',
        nullable: true,
        description:
          'Before this instant: then something leaves a window, or a date passes, and it would not be enough.',
        resolve: ({ by }) => (by === null ? null : new Date(by)),
      }),
      at: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'When it happens by itself; null for a change that somebody has to make.',
        resolve: ({ at }) => (at === null ? null : new Date(at)),
      }),
      effort: t.exposeFloat('effort', {
        description:
          'Shares by which numbers move, 1 for what is no number, years for waiting; suggestions are sorted by it.',
      }),
    }),
  });
}
