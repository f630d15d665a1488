import { type Problem, type Rule, refusal } from '../contract/condition.ts';
import type { FactCatalogue } from '../contract/fact.ts';
import type { JsonSchema, Kind } from '../contract/kind.ts';
import { phrase } from '../language/say.ts';
import { checkConditions } from './check-conditions.ts';
import { checkValues } from './check-values.ts';
import { validateAgainstSchema } from './document-schema.ts';
import { type JsonPlace, lineAndColumn, scanJson } from './json-scan.ts';
import { LIMITS } from './limits.ts';
import { above } from './pointer.ts';
import { schemaProblems } from './schema-problems.ts';
import { quote } from './wording.ts';

/** A problem with its place in the text, counted from 1, when the document was given as text. */
export interface LocatedProblem extends Problem {
  readonly line?: number;
  readonly column?: number;
}

/** The outcome of a check: the document is there when nothing refuses it. */
export interface DocumentCheck<D> {
  readonly document?: D;
  readonly problems: readonly LocatedProblem[];
}

/** What documents of one sort look like, and what can be wrong with them. */
export interface Form<D> extends Pick<Kind<D>, 'translations' | 'check' | 'rules'> {
  /** JSON Schema in which `#/$defs/condition` stands for any conditions. */
  readonly schema: JsonSchema;
  /** What else there is to say of a document that nothing refuses so far; `problems` were found before. */
  inspect?(document: D, rules: readonly Rule[], problems: readonly Problem[]): readonly Problem[];
}

/**
 * Checks a document as a marketer wrote it (a string is JSON text, anything else is JSON already read) and names every
 * fault at once: as JSON, against its schema, by the form's own check, and each rule's conditions.
 */
export function checkForm<D>(form: Form<D>, source: unknown, catalogue: FactCatalogue): DocumentCheck<D> {
  return typeof source === 'string' ? checkText(form, source, catalogue) : checkRead(form, source, catalogue);
}

function checkText<D>(form: Form<D>, source: string, catalogue: FactCatalogue): DocumentCheck<D> {
  const tooLarge = sizeProblem(Buffer.byteLength(source));
  if (tooLarge) return { problems: [{ ...tooLarge, line: 1, column: 1 }] };
  const text = source.startsWith('\uFEFF') ? ` ${source.slice(1)}` : source;
  const { places, faults } = scanJson(text);
  if (faults.length > 0) {
    return {
      problems: faults.map(({ at, pointer, code, phrase: said }) => ({
        ...refusal(pointer, code, said),
        ...lineAndColumn(text, at),
      })),
    };
  }
  const check = checkJson(form, JSON.parse(text), catalogue);
  return { ...check, problems: check.problems.map((problem) => ({ ...problem, ...placeOf(problem, text, places) })) };
}

function checkRead<D>(form: Form<D>, source: unknown, catalogue: FactCatalogue): DocumentCheck<D> {
  const endless = checkValues(source).find((problem) => problem.code === 'NOT_JSON');
  const refused = endless ?? sizeProblem(Buffer.byteLength(JSON.stringify(source) ?? ''));
  return refused ? { problems: [refused] } : checkJson(form, source, catalogue);
}

function checkJson<D>(form: Form<D>, source: unknown, catalogue: FactCatalogue): DocumentCheck<D> {
  const values = checkValues(source);
  const { errors, conditions } = validateAgainstSchema(form.schema, source);
  const fits = errors.length === 0 && values.length === 0;
  const problems = [...values, ...schemaProblems(errors, form.translations?.zh)];
  if (fits) {
    const rules = form.rules(source as D);
    problems.push(...(form.check?.(source as D) ?? []), ...checkRules(rules, catalogue));
    const isSound = !problems.some(({ severity }) => severity === 'error');
    if (isSound) problems.push(...(form.inspect?.(source as D, rules, problems) ?? []));
  } else {
    problems.push(...conditions.flatMap(({ when, pointer }) => checkConditions(when, pointer, catalogue)));
  }
  const told = onePerPlace(problems);
  return told.some((problem) => problem.severity === 'error')
    ? { problems: told }
    : { document: source as D, problems: told };
}

function checkRules(rules: readonly Rule[], catalogue: FactCatalogue): Problem[] {
  if (rules.length > LIMITS.rules) {
    const many = phrase('document.tooManyRules', { count: rules.length, most: LIMITS.rules });
    return [refusal('', 'TOO_MANY_RULES', many)];
  }
  const names = new Set<string>();
  return rules.flatMap((rule) => {
    const problems = checkConditions(rule.when, rule.pointer, catalogue);
    if (names.has(rule.name)) {
      const taken = phrase('document.ruleNameTaken', { name: quote(rule.name) });
      problems.push(refusal(above(rule.pointer) ?? '', 'RULE_NAME_TAKEN', taken));
    }
    names.add(rule.name);
    return problems;
  });
}

function sizeProblem(bytes: number): Problem | undefined {
  if (bytes <= LIMITS.documentBytes) return undefined;
  const kilobytes = { size: Math.ceil(bytes / 1024), most: LIMITS.documentBytes / 1024 };
  return refusal('', 'DOCUMENT_TOO_LARGE', phrase('document.tooLarge', kilobytes));
}

/** A fault that two checks see is told once, by the first; a warning never hides an error or another warning. */
function onePerPlace(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>();
  return problems.filter(({ pointer, severity, code }) => {
    const place = severity === 'error' ? pointer : `${code} ${pointer}`;
    return !seen.has(place) && seen.add(place);
  });
}

/** The place of the nearest part of the document that a pointer leads to; a name that is wrong is shown itself. */
function placeOf(problem: Problem, text: string, places: ReadonlyMap<string, JsonPlace>) {
  let pointer: string | undefined = problem.pointer;
  while (pointer !== undefined && !places.has(pointer)) pointer = above(pointer);
  const place = places.get(pointer ?? '');
  const atName = problem.pointer === pointer && ABOUT_NAMES.has(problem.code);
  return lineAndColumn(text, (atName ? place?.key : undefined) ?? place?.value ?? 0);
}

const ABOUT_NAMES: ReadonlySet<string> = new Set([
  'UNKNOWN_PROPERTY',
  'RESERVED_NAME',
  'NO_PATH',
  'NO_PARAMS',
  'NO_PRIORITY',
  'NO_NAMED_CONDITION',
]);
