import type { Builder, GraphContext } from '../contract/graphql.ts';
import type { Kind } from '../contract/kind.ts';
import { inherited, needs } from '../contract/scope.ts';
import type { Language } from '../language/language.ts';
import type { Phrase } from '../language/phrase.ts';
import { say } from '../language/say.ts';
import { checkDocument } from '../rules/check-document.ts';
import { RuleSetVersion } from '../rules/rule-set.ts';
import { type JsonDifference, jsonDifference } from '../wording/json-difference.ts';
import { type ToldRule, tellRules } from '../wording/rule-words.ts';
import { tellChanges } from '../wording/tell-changes.ts';
import { core } from './context.ts';
import { kindOfVersion, versionOf } from './kind-of-version.ts';
import type { LanguageType } from './language.ts';

interface RuleInWords {
  readonly rule: ToldRule;
  readonly language: Language;
}

interface Difference {
  readonly said: readonly Phrase[];
  readonly json: readonly JsonDifference[];
  readonly language: Language;
}

/** `RuleSetVersion.inWords`, `RuleSetVersion.changesFrom` and `Query.ruleSetInWords`: documents as people say them. */
export function ruleSetWords(builder: Builder, kinds: ReadonlyMap<string, Kind<never>>, Language: LanguageType): void {
  const InWords = inWordsType(builder);
  const DifferenceRef = differenceType(builder);
  const inLanguage = { type: Language, description: 'In which language; absent: that of the request.' } as const;
  builder.objectFields(RuleSetVersion, (t) => ({
    inWords: t.field({
      type: [InWords],
      description: 'Its rules as people say them.',
      args: { language: t.arg(inLanguage) },
      resolve: async (version, { language }, context) =>
        tell(await kindOfVersion(context, kinds, version), version.source, context, language),
    }),
    changesFrom: t.field({
      type: DifferenceRef,
      nullable: true,
      description: 'What is different in it from another version of its rule set; null when there is no such version.',
      args: {
        number: t.arg.int({ required: true, description: 'Number of the other version.' }),
        language: t.arg(inLanguage),
      },
      resolve: async (version, { number, language }, context) => {
        const other = await versionOf(context, version.ruleSet.id, number);
        if (!other) return null;
        const kind = await kindOfVersion(context, kinds, version);
        const { catalogue } = await core(context).engine();
        const [before, after] = [JSON.parse(other.source) as never, JSON.parse(version.source) as never];
        const said = tellChanges(kind, before, after, catalogue, core(context).services);
        return { said, json: jsonDifference(before, after), language: language ?? context.language };
      },
    }),
  }));
  builder.queryField('ruleSetInWords', (t) =>
    t.field({
      extensions: needs('rules:read'),
      type: [InWords],
      nullable: true,
      description: 'A document as people say it, while it is being written; null while it has errors.',
      args: {
        kind: t.arg.string({ required: true, description: 'Key of the kind.' }),
        source: t.arg.string({ required: true, description: 'The document: JSON text.' }),
        language: t.arg(inLanguage),
      },
      resolve: async (_root, { kind: key, source, language }, context) => {
        const kind = kinds.get(key);
        if (!kind) return null;
        const { catalogue } = await core(context).engine();
        return checkDocument(kind, source, catalogue).document === undefined
          ? null
          : tell(kind, source, context, language);
      },
    }),
  );
}

async function tell(
  kind: Kind<never>,
  source: string,
  context: GraphContext,
  language: Language | null | undefined,
): Promise<RuleInWords[]> {
  const { catalogue } = await core(context).engine();
  const told = tellRules(kind, JSON.parse(source) as never, catalogue, core(context).services);
  return told.map((rule) => ({ rule, language: language ?? context.language }));
}

function inWordsType(builder: Builder) {
  const Line = builder.objectRef<{ readonly depth: number; readonly text: string }>('LineInWords').implement({
    extensions: inherited,
    description: 'One line of a rule.',
    fields: (t) => ({
      depth: t.exposeInt('depth', { description: 'How far it is set in, from 0.' }),
      text: t.exposeString('text', { description: 'What it says.' }),
    }),
  });
  return builder.objectRef<RuleInWords>('RuleInWords').implement({
    extensions: inherited,
    description: 'One rule as people say it.',
    fields: (t) => ({
      name: t.string({ description: 'Its name within the document.', resolve: ({ rule }) => rule.name }),
      pointer: t.string({ description: 'JSON pointer to its conditions.', resolve: ({ rule }) => rule.pointer }),
      outcome: t.string({
        description: 'What comes of it while its conditions hold.',
        resolve: ({ rule, language }) => say(rule.outcome, language),
      }),
      sentence: t.string({
        nullable: true,
        description: 'The whole rule in one sentence; null when it is too long for one.',
        resolve: ({ rule, language }) => rule.sentence && say(rule.sentence, language),
      }),
      lines: t.field({
        type: [Line],
        description: 'The whole rule, nested as its conditions are.',
        resolve: ({ rule, language }) =>
          rule.lines.map(({ depth, phrase }) => ({ depth, text: say(phrase, language) })),
      }),
    }),
  });
}

function differenceType(builder: Builder) {
  const Json = builder.objectRef<JsonDifference>('JsonDifference').implement({
    extensions: inherited,
    description: 'One place in which two documents differ.',
    fields: (t) => ({
      pointer: t.exposeString('pointer', {
        description: 'JSON pointer into this version; for what was removed, into the other one.',
      }),
      before: t.field({
        type: 'JSON',
        nullable: true,
        description: 'What the other version has there; null: nothing.',
        resolve: ({ before }) => before ?? null,
      }),
      after: t.field({
        type: 'JSON',
        nullable: true,
        description: 'What this version has there; null: nothing.',
        resolve: ({ after }) => after ?? null,
      }),
    }),
  });
  return builder.objectRef<Difference>('VersionDifference').implement({
    extensions: inherited,
    description: 'What is different between two versions of a rule set.',
    fields: (t) => ({
      inWords: t.stringList({
        description: 'What it means for the rules, one sentence for each difference.',
        resolve: ({ said, language }) => said.map((one) => say(one, language)),
      }),
      places: t.field({ type: [Json], description: 'Where the documents differ.', resolve: ({ json }) => [...json] }),
    }),
  });
}
