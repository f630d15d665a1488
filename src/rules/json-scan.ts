import type { Phrase } from '../language/phrase.ts';
import { phrase } from '../language/say.ts';
import { DEEPEST_JSON } from './limits.ts';
import { under } from './pointer.ts';

/** Where a value of a JSON text begins, and the name before it when it is a member; places count characters from 0. */
export interface JsonPlace {
  readonly value: number;
  readonly key?: number;
}

/** A fault in a JSON text as such. */
interface JsonFault {
  readonly at: number;
  readonly pointer: string;
  readonly code: 'NOT_JSON' | 'DUPLICATE_KEY';
  readonly phrase: Phrase;
}

export interface JsonScan {
  /** By JSON pointer. */
  readonly places: ReadonlyMap<string, JsonPlace>;
  /** At most one that it is no JSON, and then the last. */
  readonly faults: readonly JsonFault[];
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids exactly these inside a string
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*"/y;
const WORD = /true|false|null/y;
const SPACE = /[ \t\r\n]*/y;

class Scanner {
  readonly places = new Map<string, JsonPlace>();
  readonly faults: JsonFault[] = [];
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): void {
    this.#value('', undefined, 0);
    if (this.#next() !== undefined) this.#fail(phrase('json.afterEnd'));
  }

  #value(pointer: string, key: number | undefined, depth: number): void {
    const next = this.#next();
    this.places.set(pointer, { value: this.#at, ...(key === undefined ? {} : { key }) });
    if (depth > DEEPEST_JSON) this.#fail(phrase('json.tooDeep', { most: DEEPEST_JSON }));
    if (next === '{') this.#object(pointer, depth);
    else if (next === '[') this.#list(pointer, depth);
    else if (next === '"') this.#string();
    else if (!this.#take(NUMBER) && !this.#take(WORD)) this.#failAtValue(next);
  }

  #object(pointer: string, depth: number): void {
    const keys = new Set<string>();
    this.#members('}', () => {
      const at = this.#at;
      if (this.#next() !== '"') this.#fail(phrase('json.nameExpected'));
      const key = this.#string();
      const place = under(pointer, key);
      if (keys.has(key)) {
        const twice = phrase('json.writtenTwice', { name: key });
        this.faults.push({ at, pointer: place, code: 'DUPLICATE_KEY', phrase: twice });
      }
      keys.add(key);
      if (this.#next() !== ':') this.#fail(phrase('json.colonExpected', { name: key }));
      this.#at++;
      this.#value(place, at, depth + 1);
    });
  }

  #list(pointer: string, depth: number): void {
    let index = 0;
    this.#members(']', () => this.#value(under(pointer, index++), undefined, depth + 1));
  }

  /** What stands between brackets, separated by commas. */
  #members(end: '}' | ']', member: () => void): void {
    const opened = this.#at++;
    if (this.#next() === end) {
      this.#at++;
      return;
    }
    for (;;) {
      member();
      const next = this.#next();
      if (next === end) break;
      if (next === undefined) this.#fail(phrase('json.endMissing', { end }), opened);
      if (next !== ',') this.#fail(phrase('json.commaExpected', { end }));
      const comma = this.#at++;
      if (this.#next() === end) this.#fail(phrase('json.commaBeforeEnd', { end }), comma);
    }
    this.#at++;
  }

  #string(): string {
    const token = this.#take(STRING);
    if (!token) this.#fail(phrase('json.textNotClosed'));
    return JSON.parse(token) as string;
  }

  /** Skips white space and gives the next character; undefined at the end. */
  #next(): string | undefined {
    this.#take(SPACE);
    return this.#text[this.#at];
  }

  #take(token: RegExp): string {
    token.lastIndex = this.#at;
    const found = token.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }

  #failAtValue(next: string | undefined): never {
    if (next === undefined) this.#fail(phrase('json.valueMissing'));
    if (next === "'" || next === '“' || next === '”') this.#fail(phrase('json.wrongQuotes'));
    if (next === '/' || next === '#') this.#fail(phrase('json.comment'));
    this.#fail(phrase('json.valueExpected'));
  }

  #fail(said: Phrase, at = this.#at): never {
    this.faults.push({ at, pointer: '', code: 'NOT_JSON', phrase: said });
    throw new NotJson();
  }
}

class NotJson extends Error {}

/** Finds the place of every value in a JSON text, and what keeps the text from being JSON. */
export function scanJson(text: string): JsonScan {
  const scanner = new Scanner(text);
  try {
    scanner.document();
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
  }
  return scanner;
}

/** Line and column of a place, both counted from 1 as editors do. */
export function lineAndColumn(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at);
  return { line: before.split('\n').length, column: at - before.lastIndexOf('\n') };
}
