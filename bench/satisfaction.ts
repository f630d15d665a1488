/**
 * Figures of how satisfied many are, asked over the API, against the same figures by SQL that is written by hand, on the
 * same rows and in turns: 100,000 customers, 1,000,000 answers.
 */
import { randomBytes } from 'node:crypto';
import { createClient } from '../src/access/clients.ts';
import { createKey } from '../src/access/keys.ts';
import { operator } from '../src/access/viewer.ts';
import { type App, createApp } from '../src/app.ts';
import { declareAttribute } from '../src/customers/declare-attribute.ts';
import { createDatabase } from '../src/db/migrate.ts';
import { createGraphql } from '../src/graphql/yoga.ts';
import { loadPlugins } from '../src/load-plugins.ts';
import { type BenchLine, median } from './line.ts';
import { type Compared, compared } from './satisfaction/figures.ts';
import { plantAnswers } from './satisfaction/rows.ts';
import { benchServer } from './system.ts';

const ROUNDS = 7;

type Ask = (query: string) => Promise<number[]>;

/** Each figure by both ways, which must agree. */
export async function benchSatisfaction(): Promise<BenchLine[]> {
  const name = `b_${randomBytes(4).toString('hex')}`;
  await createDatabase((await benchServer()).url('postgres'), name);
  const url = (await benchServer()).url(name);
  const app = await createApp({ url, rateLimit: 0, plugins: await loadPlugins(), currency: 'EUR', timeZone: 'UTC' });
  await declareAttribute(app.database, operator, { key: 'region', title: 'Region', type: 'string' });
  await plantAnswers(app.road);
  const lines: BenchLine[] = [];
  for (const one of compared) lines.push(await compare(app, one));
  await app.close();
  return lines;
}

async function compare(app: App, { name, query, value, sql }: Compared): Promise<BenchLine> {
  const api = await asking(app, value);
  const hand: Ask = async (text) =>
    (await app.database.query<{ value: string }>('', text)).map((row) => Number(row.value));
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const [mine, wanted] = [await timed(api, query), await timed(hand, sql)];
    if (!alike(mine.values, wanted.values)) throw new Error(`${name}: the two ways do not agree`);
    if (round === 0) continue;
    ours.push(mine.ms);
    theirs.push(wanted.ms);
  }
  return {
    name,
    figure: `${median(ours).toFixed(0)} ms against ${median(theirs).toFixed(0)} ms`,
    ratio: median(ours.map((ms, i) => ms / (theirs[i] as number))),
    goal: 1.5,
    smaller: true,
    against: 'SQL written by hand, without intervals; the API parses, checks rights and sends JSON besides',
  };
}

async function asking(app: App, value: Compared['value']): Promise<Ask> {
  const { id } = await createClient(app.database, operator, {
    name: `bench ${randomBytes(4).toString('hex')}`,
    role: 'admin',
  });
  const { text: key } = await createKey(app.database, operator, id);
  const yoga = createGraphql(app.schema, app, { graphiql: false, isDev: false });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` };
  return async (query) => {
    const body = JSON.stringify({ query });
    const response = await yoga.fetch('http://localhost/graphql', { method: 'POST', headers, body });
    const { data, errors } = (await response.json()) as {
      data?: { satisfaction: { figures: Figures | Figures[] } };
      errors?: unknown;
    };
    if (!data) throw new Error(JSON.stringify(errors));
    // SQL has no row for a period without answers
    return [data.satisfaction.figures].flat().flatMap((figures) => figures[value].value ?? []);
  };
}

type Figures = Readonly<Record<Compared['value'], { readonly value: number | null }>>;

async function timed(ask: Ask, text: string): Promise<{ ms: number; values: number[] }> {
  const begin = performance.now();
  const values = await ask(text);
  return { ms: performance.now() - begin, values };
}

const alike = (some: readonly number[], others: readonly number[]): boolean =>
  some.length === others.length && some.every((value, i) => Math.abs(value - (others[i] as number)) < 1e-9);
