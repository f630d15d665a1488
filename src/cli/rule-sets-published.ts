import type { App } from '../app.ts';
import type { RuleFile } from './rule-files.ts';

interface Known {
  readonly kind: string;
  readonly key: string;
  readonly title: string;
  /** Of what is published; null: nothing is. */
  readonly source: string | null;
  readonly contentHash: string | null;
}

/** All rule sets with what is published of them. */
export const readRuleSets = (app: App): Promise<Known[]> =>
  app.database.query<Known>(
    '',
    `select s.kind, s.key, s.title, v.source, v.content_hash as "contentHash"
       from rule_set s left join rule_set_version v on v.rule_set_id = s.id and v.status = 'published'
      order by s.kind, s.key`,
  );

/** The files whose content is not what is published. */
export async function differing(app: App, files: readonly RuleFile[]): Promise<RuleFile[]> {
  const published = new Map((await readRuleSets(app)).map((one) => [one.key, one.contentHash]));
  return files.filter(({ key, contentHash }) => published.get(key) !== contentHash);
}
