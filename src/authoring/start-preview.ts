import { hash, randomUUID } from 'node:crypto';
import { type Actor, audit } from '../access/audit.ts';
import type { Metric } from '../contract/metric.ts';
import type { Sql } from '../db/database.ts';
import { type Issue, NotFoundError, ValidationError } from '../errors.ts';
import type { Phrase } from '../language/phrase.ts';
import { phrase } from '../language/say.ts';
import { told } from '../language/told.ts';
import { checkMetric, type MetricDraft } from '../pipeline/define-metric.ts';
import type { Engine } from '../pipeline/engine.ts';
import { engineWith } from '../pipeline/engine-with.ts';
import type { Road } from '../pipeline/road.ts';
import type { RolloutTerms } from '../pipeline/rollout.ts';
import { forgetPreviews } from '../preview/forget.ts';
import { addPreview, type PreviewDraft } from '../preview/request.ts';
import { checkDocument } from '../rules/check-document.ts';
import { inspect, type Wanted } from './inspect.ts';
import type { LockedVersion } from './lock-version.ts';
import { located, pathOf } from './refuse.ts';
import { checkRollout, type RolloutWish } from './rollout.ts';

/** Most documents that are previewed together. */
const MOST_DRAFTS = 50;

/** A document to preview: a version that is kept, or a text; of a rule set that is not there yet its kind as well. */
interface WantedDraft {
  readonly key: string;
  readonly number?: number | null;
  readonly source?: string | null;
  readonly kind?: string | null;
}

/** The terms of a rollout, as far as somebody names them. */
type Restriction = { readonly [K in 'percent' | 'segment' | 'upgradesOnly']?: RolloutTerms[K] | null | undefined };

export interface StartPreview {
  readonly drafts: readonly WantedDraft[];
  /** The instant to judge at; null: now. */
  readonly at?: Date | null;
  /** As a rollout does: whom the drafts hold for; the others keep what is published. */
  readonly restrictTo?: Restriction | null;
  readonly metrics?: readonly MetricDraft[];
}

/** Starts a preview; resolves with the id of it and of its job. What stands in the way of the documents is told now. */
export async function startPreview(road: Road, actor: Actor, wish: StartPreview): Promise<string> {
  const { drafts, at, restrictTo, metrics = [] } = wish;
  checkWish(wish);
  const rollout = restrictTo ? rolloutOf(restrictTo) : null;
  const { metrics: known } = (await road.engine()).plan;
  const derived = new Set([...known].filter(([, { metric }]) => metric.derive).map(([key]) => key));
  const measured = metrics.map((metric) => checkMetric(metric, road.sources, derived));
  return road.database.transact(async (sql) => {
    const found = await findDrafts(sql, drafts);
    const engine = await engineWith(road, { metrics: measured }, sql);
    found.forEach((draft, i) => {
      checkAlone(road, draft, engine, i);
    });
    const wanted = found.map((version): Wanted => ({ version, rollout }));
    const surroundings = { sources: road.sources, engine: async () => engine };
    const { blockers } = await inspect(sql, surroundings, wanted);
    if (blockers.length > 0)
      throw new ValidationError(
        blockers.map(({ version, path, code, message, phrase }): Issue => {
          const index = found.findIndex(({ key }) => key === version?.key);
          return {
            path: index < 0 ? ['drafts'] : ['drafts', String(index), ...path],
            code,
            message,
            ...(phrase && { phrase }),
          };
        }),
      );
    await forgetPreviews(sql);
    const request = {
      drafts: found.map((draft) => toRequest(draft, rollout)),
      metrics: measured as Metric[],
      at: at?.getTime() ?? null,
    };
    const id = await addPreview(sql, request);
    const after = { drafts: request.drafts.map(({ source: _source, ...draft }) => draft), at: request.at };
    await audit(sql, actor, { action: 'rule-set.preview', target: { type: 'preview', id }, after });
    return id;
  });
}

function checkWish({ drafts, metrics = [], at, restrictTo }: StartPreview): void {
  const issues: Issue[] = [];
  const fault = (path: string[], code: string, said: Phrase) => void issues.push({ path, code, ...told(said) });
  if (drafts.length === 0 && metrics.length === 0) fault(['drafts'], 'REQUIRED', phrase('preview.nothing'));
  if (drafts.length > MOST_DRAFTS)
    fault(['drafts'], 'TOO_MANY_ITEMS', phrase('preview.tooMany', { most: MOST_DRAFTS }));
  if (drafts.length === 0 && restrictTo) fault(['restrictTo'], 'CONTRADICTION', phrase('preview.forEverybody'));
  if (at && Number.isNaN(at.getTime())) fault(['at'], 'BAD_TIME', phrase('preview.badTime'));
  for (const [i, { key, number, source }] of drafts.entries()) {
    if ((typeof number === 'number') === (typeof source === 'string'))
      fault(['drafts', String(i)], 'CONTRADICTION', phrase('preview.either'));
    if (drafts.findIndex((one) => one.key === key) < i)
      fault(['drafts', String(i), 'key'], 'TWICE', phrase('preview.twice', { key }));
  }
  if (issues.length > 0) throw new ValidationError(issues);
}

function rolloutOf({ percent, segment, upgradesOnly }: NonNullable<StartPreview['restrictTo']>): RolloutWish {
  const rollout = {
    percent: percent ?? null,
    segment: segment ?? null,
    upgradesOnly: upgradesOnly ?? false,
    until: null,
    guards: [],
  };
  try {
    checkRollout(rollout);
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    throw new ValidationError(
      error.issues.map((issue) => ({ ...issue, path: ['restrictTo', ...issue.path.slice(1)] })),
    );
  }
  return rollout;
}

/** Nobody is kept from editing meanwhile: what is previewed is what stands there now. */
async function findDrafts(sql: Sql, drafts: readonly WantedDraft[]): Promise<LockedVersion[]> {
  const rows = await sql.query<LockedVersion & { n: number }>(
    'find-drafts',
    `select w.n::int as n, v.id, s.id as "ruleSetId", s.key, s.kind, v.number, v.status, v.source,
            v.content_hash as "contentHash"
       from unnest($1::text[], $2::int[]) with ordinality as w(key, number, n)
       join rule_set s on s.key = w.key left join rule_set_version v on v.rule_set_id = s.id and v.number = w.number`,
    [drafts.map(({ key }) => key.replaceAll('\0', ' ')), drafts.map(({ number }) => number ?? null)],
  );
  return drafts.map(({ key, number, source, kind }, i) => {
    const row = rows.find(({ n }) => n === i + 1);
    if (typeof source === 'string') {
      const contentHash = hash('sha256', source, 'hex');
      const own = { id: randomUUID(), number: 0, status: 'draft', source, contentHash } as const;
      const ground = { base: null, ground: null, authorId: '', scheduleId: null, suspended: null };
      return { ...own, ...ground, key, kind: row?.kind ?? kind ?? '', ruleSetId: row?.ruleSetId ?? randomUUID() };
    }
    if (row?.id) return row;
    throw new NotFoundError(phrase('authoring.notThere', { key, number: number ?? 0 }), [
      'drafts',
      String(i),
      'number',
    ]);
  });
}

/** What is wrong with a document by itself; facts that it lacks may come from another one. */
function checkAlone({ sources }: Road, draft: LockedVersion, { catalogue }: Engine, index: number): void {
  const path = ['drafts', String(index)];
  const kind = sources.ruleSetKinds.get(draft.kind);
  if (!kind) {
    const kinds = { list: [...sources.ruleSetKinds.keys()], by: 'comma' as const };
    const said = phrase('preview.sayKind', { key: draft.key, kinds });
    throw new ValidationError([{ path: [...path, 'kind'], code: 'UNKNOWN_KIND', ...told(said) }]);
  }
  const { problems } = checkDocument(kind, draft.source, catalogue);
  const errors = problems.filter(({ severity, code }) => severity === 'error' && code !== 'UNKNOWN_FACT');
  if (errors.length > 0)
    throw new ValidationError(
      errors.map((problem) => ({
        path: [...path, 'source', ...pathOf(problem)],
        code: problem.code,
        ...told(located(problem)),
      })),
    );
}

function toRequest(draft: LockedVersion, rollout: RolloutWish | null): PreviewDraft {
  const { key: ruleSetKey, kind, source, ruleSetId, id, number, contentHash } = draft;
  const own = { ruleSetKey, kind, source, ruleSetId, contentHash, number: number || null };
  const kept = number ? { versionId: id } : {};
  if (!rollout) return { ...own, ...kept };
  const { percent, segment, upgradesOnly } = rollout;
  return { ...own, ...kept, rollout: { percent, segment, upgradesOnly, until: null } };
}
