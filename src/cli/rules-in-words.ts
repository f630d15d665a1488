import type { App } from '../app.ts';
import { draftCatalogue } from '../authoring/draft-catalogue.ts';
import type { FactCatalogue } from '../contract/fact.ts';
import type { Kind } from '../contract/kind.ts';
import { LANGUAGES, type Language } from '../language/language.ts';
import { say } from '../language/say.ts';
import { checkDocument } from '../rules/check-document.ts';
import { tellRules } from '../wording/rule-words.ts';
import { tellChanges } from '../wording/tell-changes.ts';
import type { RuleFile } from './rule-files.ts';
import { UsageError } from './usage-error.ts';

/** The language that an option names. */
export function languageOption(name: string | undefined): Language {
  const language = LANGUAGES.find((one) => one === (name ?? 'en'));
  if (!language) throw new UsageError(`--language is ${LANGUAGES.join(' or ')}, not "${name}".`);
  return language;
}

/** Documents without faults as people say them: a line for each rule, or more for a long one. */
export async function renderFiles(app: App, files: readonly RuleFile[], language: Language): Promise<string[]> {
  const catalogue = await draftCatalogue(app.road, files);
  return files.flatMap(({ kind, key, source }) => {
    const told = tellRules(
      app.contributions.kinds.get(kind) as Kind<never>,
      JSON.parse(source) as never,
      catalogue,
      app,
    );
    return [
      `${kind}/${key}`,
      ...told.flatMap(({ sentence, lines }) =>
        sentence
          ? [`  ${say(sentence, language)}`]
          : lines.map(({ depth, phrase }) => `  ${'  '.repeat(depth)}${say(phrase, language)}`),
      ),
    ];
  });
}

/** What is different in a file from what is published, in words; nothing while it cannot be read as its kind. */
export async function changesInWords(
  app: App,
  files: readonly RuleFile[],
  language: Language,
): Promise<(file: RuleFile, published: string) => string[]> {
  const catalogue = await draftCatalogue(app.road, files);
  return ({ kind: name, source }, published) => {
    const kind = app.contributions.kinds.get(name);
    if (!kind) return [];
    const before = documentOf(kind, published, catalogue);
    const after = documentOf(kind, source, catalogue);
    if (before === undefined || after === undefined) return [];
    return tellChanges(kind, before, after, catalogue, app).map((said) => say(said, language));
  };
}

const documentOf = (kind: Kind<never>, source: string, catalogue: FactCatalogue): never | undefined =>
  checkDocument(kind, source, catalogue).document;
