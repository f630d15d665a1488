import { type Running, start } from '../server/running.ts';
import { everyKind } from './respondents.ts';
import { publishSurvey } from './setting.ts';

type Fields = readonly (readonly [name: string, value: string])[];

/** A server with a survey of every kind of question, and a browser without scripts. */
export interface Asking {
  readonly running: Running;
  /** Id of the survey. */
  readonly survey: string;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  post(path: string, fields: Fields): Promise<Response>;
  /** How many rows every table has. */
  countRows(): Promise<Record<string, number>>;
}

export async function startAsking(): Promise<Asking> {
  const running = await start();
  const { database } = running.app;
  const url = (path: string): string => `${running.server.url}/s/${path}`;
  return {
    running,
    survey: await publishSurvey(database, 'order', everyKind),
    get: (path, headers = {}) => fetch(url(path), { redirect: 'manual', headers }),
    post: (path, fields) => {
      const body = new URLSearchParams(fields.map(([name, value]) => [name, value]));
      return fetch(url(path), { method: 'POST', redirect: 'manual', body });
    },
    async countRows() {
      const tables = await database.query<{ name: string }>(
        '',
        `select relname as name from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace order by 1`,
      );
      const counts: Record<string, number> = {};
      for (const { name } of tables) {
        const [row] = await database.query<{ count: number }>('', `select count(*)::int as count from "${name}"`);
        counts[name] = row?.count ?? 0;
      }
      return counts;
    },
  };
}

/** What a page is about. */
export const headingOf = async (response: Response): Promise<string> =>
  /<h1>(.*?)<\/h1>/.exec(await response.text())?.[1] ?? '';
