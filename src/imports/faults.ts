import type { Issue } from '../errors.ts';
import { didYouMean } from './closest.ts';

export type Path = readonly string[];
export type Properties = Readonly<Record<string, unknown>>;

/** Collects what is wrong with a mapping while it is walked through. */
export class Faults {
  readonly issues: Issue[] = [];
  readonly #columns: readonly string[] | undefined;

  constructor(columns: readonly string[] | undefined) {
    this.#columns = columns;
  }

  add(path: Path, code: string, message: string): void {
    this.issues.push({ path, code, message });
  }

  /** The value as an object with none but the allowed properties; undefined (and told) when it is none. */
  object(value: unknown, path: Path, allowed: readonly string[]): Properties | undefined {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.add(path, 'NOT_AN_OBJECT', `${place(path)} must be an object.`);
      return undefined;
    }
    for (const key of Object.keys(value)) {
      if (allowed.includes(key)) continue;
      const message = `${place(path)} has no property “${key}”.${didYouMean(key, allowed)}`;
      this.add([...path, key], 'UNKNOWN_PROPERTY', message);
    }
    return value as Properties;
  }

  /** The value as an object with any properties; undefined (and told) when it is none. */
  record(value: unknown, path: Path): Properties | undefined {
    const allowed = typeof value === 'object' && value !== null ? Object.keys(value) : [];
    return this.object(value, path, allowed);
  }

  /** Checks the name of a column, against the header when it is known. */
  column(name: unknown, path: Path): void {
    if (typeof name !== 'string' || name === '') {
      this.add(path, 'NOT_A_COLUMN', `${place(path)} must be the name of a column.`);
    } else if (this.#columns !== undefined && !this.#columns.includes(name)) {
      const message = `The file has no column “${name}”.${didYouMean(name, this.#columns)}`;
      this.add(path, 'UNKNOWN_COLUMN', message);
    }
  }

  /** One column or several. */
  columns(names: unknown, path: Path): void {
    if (!Array.isArray(names)) {
      this.column(names, path);
      return;
    }
    if (names.length === 0) this.add(path, 'NOT_A_COLUMN', `${place(path)} must name at least one column.`);
    for (const [index, name] of names.entries()) this.column(name, [...path, String(index)]);
  }

  /** Checks that a property, when given, is of the type. */
  typed(properties: Properties, key: string, path: Path, type: 'string' | 'number' | 'boolean'): void {
    const value = properties[key];
    if (value === undefined || (typeof value === type && !Number.isNaN(value))) return;
    const wanted = { string: 'a text', number: 'a number', boolean: 'true or false' }[type];
    this.add([...path, key], 'WRONG_TYPE', `${place([...path, key])} must be ${wanted}.`);
  }
}

/** A place in a mapping, for a sentence. */
export const place = (path: Path): string => (path.length === 0 ? 'The mapping' : `“${path.join('.')}”`);
