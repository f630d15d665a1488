import type { ChangeType } from '../contract/change.ts';
import type { Kind } from '../contract/kind.ts';
import type { Plugin } from '../contract/plugin.ts';
import type { Report } from './finding.ts';

/** Whether a text is there, in Chinese. */
const isChinese = (text: string | undefined): boolean => /\p{Script=Han}/u.test(text ?? '');

/** Everything that people read is there in every language: kinds, their schemas, metrics, and facts that are provided. */
export function checkTranslations({ kinds = [], metrics = [] }: Plugin, report: Report): void {
  for (const { key, translations, unit } of metrics) {
    const { title, description, unit: said } = translations?.zh ?? {};
    for (const [name, text] of Object.entries({ title, description, ...(unit && { unit: said }) }))
      if (!isChinese(text)) report(`The metric ${key} has no ${name} in Chinese.`);
  }
  for (const kind of kinds) {
    const shown = new Set([kind.title, kind.description, ...textsIn(kind.document)]);
    const zh: Readonly<Record<string, string>> = kind.translations?.zh ?? {};
    for (const text of shown) if (!isChinese(zh[text])) report(`${kind.key} does not say "${text}" in Chinese.`);
    for (const text of Object.keys(zh))
      if (!shown.has(text)) report(`${kind.key} translates "${text}", which is not shown anywhere.`);
    for (const { name, translations } of providedBy(kind))
      if (!isChinese(translations?.zh?.title)) report(`The fact "${name}" of ${kind.key} has no title in Chinese.`);
  }
}

function providedBy(kind: Kind<never>) {
  try {
    return kind.provides?.(kind.example, 'one') ?? [];
  } catch {
    return []; // told by the check that looks at documents
  }
}

/** What people read in a schema; a property called `title` has a schema, and is no text. */
function textsIn(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, part]) => {
    if (['title', 'description', 'errorMessage'].includes(key) && typeof part === 'string') return [part];
    return key === 'enumDescriptions' && Array.isArray(part) ? (part as string[]) : textsIn(part);
  });
}

/** Every type of change says what it is, and what its parts mean. */
export function checkChangeTypes(changes: readonly ChangeType[], report: Report): void {
  for (const { type, name, description, fields, details } of changes) {
    if (!/^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/.test(type))
      report(`The type of change "${type}" is written as what, a dot, and what became of it: "tier.changed".`);
    if (!/^[A-Z]\w*$/.test(name)) report(`The change "${type}" is called "${name}"; write TierChanged.`);
    if (!isSentence(description)) report(`The change "${type}" has no description that is a sentence.`);
    for (const [part, field] of Object.entries({ ...fields, ...details }))
      if (!isSentence(field.description)) report(`"${part}" of the change "${type}" has no description.`);
  }
}

const isSentence = (text: string | undefined): boolean => /\S.*\.$/.test(text ?? '');
