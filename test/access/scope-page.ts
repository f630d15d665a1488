import { readFileSync } from 'node:fs';
import type { Scope } from '../../src/contract/scope.ts';

/** What the page says of a field, an argument or a look-up. */
export type Right = readonly Scope[] | 'signed in' | 'inherited' | 'nobody';

/** `schema/access.md` as it was committed: what reviewers agreed to, read as data. */
export interface ScopePage {
  /** By coordinate: `Customer.metrics`, `Query.customers(where:)`. */
  readonly fields: ReadonlyMap<string, Right>;
  /** By type of node. */
  readonly nodes: ReadonlyMap<string, Right>;
  readonly roles: ReadonlyMap<string, readonly Scope[]>;
}

export const readPage = (): string => readFileSync('schema/access.md', 'utf8');

export function readScopePage(text = readPage()): ScopePage {
  const section = (title: string): string[][] => {
    const [, part = ''] = text.split(`\n## ${title}\n`);
    const rows = (part.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('| `'));
    return rows.map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  };
  const words = (cell = ''): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, word]) => word ?? '');
  const right = (cell = ''): Right => {
    if (cell === 'a key or token') return 'signed in';
    if (cell === 'whoever reaches it') return 'inherited';
    return cell === 'nobody may' ? 'nobody' : (words(cell) as Scope[]);
  };
  const rights = (title: string) =>
    new Map(section(title).map(([name, needs]) => [words(name)[0] ?? '', right(needs)]));
  return {
    fields: rights('Fields'),
    nodes: rights('Look-ups by id'),
    roles: new Map(section('Roles').map(([role, scopes]) => [words(role)[0] ?? '', words(scopes) as Scope[]])),
  };
}

/** Whether somebody with these scopes may. */
export function allows(right: Right | undefined, scopes: ReadonlySet<Scope>): boolean {
  if (right === undefined || right === 'nobody') return false;
  return right === 'signed in' || right === 'inherited' || right.some((scope) => scopes.has(scope));
}
