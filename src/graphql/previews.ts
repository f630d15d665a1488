import { isUuid } from '../activities/identify.ts';
import { startPreview } from '../authoring/start-preview.ts';
import type { Builder } from '../contract/graphql.ts';
import { inherited, needs } from '../contract/scope.ts';
import { NotFoundError, ValidationError } from '../errors.ts';
import { readPreview, readPreviews } from '../preview/read-preview.ts';
import type { ChangeTypes } from './changes.ts';
import { core } from './context.ts';
import { localId } from './global-ids.ts';
import { type MetricInput, metricDraft } from './metric-definitions-write.ts';
import { Preview, previewType } from './preview-type.ts';

/** `Query.preview` and `previewRuleSet`. */
export function previews(builder: Builder, changes: ChangeTypes, Metric: MetricInput): void {
  const Node = previewType(builder, changes);
  builder.queryField('preview', (t) =>
    t.field({
      extensions: needs('rules:read'),
      type: Node,
      nullable: true,
      description: 'A preview by its id; null when there is none, or none any more.',
      args: { id: t.arg.id({ required: true, description: 'Id of the preview.' }) },
      resolve: async (_root, { id }, context) => {
        const local = localId(context, 'Preview', id);
        const kept = isUuid(local) ? await readPreview(core(context).services.database, local) : undefined;
        return kept ? new Preview(kept) : null;
      },
    }),
  );
  const Draft = builder.inputType('PreviewDraftInput', {
    description: 'A document to preview: either a version that is kept, or a text that nobody has saved.',
    fields: (t) => ({
      key: t.string({ required: true, description: 'Key of the rule set.' }),
      number: t.int({ description: 'Number of a version of it.' }),
      source: t.string({ description: 'A document: JSON text.' }),
      kind: t.string({ description: 'Key of the kind, of a rule set that is not there yet.' }),
    }),
  });
  const Restriction = builder.inputType('PreviewRestrictionInput', {
    description: 'Whom the drafts hold for, as in a rollout; the others keep what is published.',
    fields: (t) => ({
      percent: t.int({ description: 'A share of the customers, 0 to 100; left out: all.' }),
      segment: t.string({ description: 'Key of a published segment: its members only.' }),
      upgradesOnly: t.boolean({
        description: 'Whoever holds something better keeps it as long as the version before says so.',
      }),
    }),
  });
  const Input = builder.inputType('PreviewRuleSetInput', {
    description: 'What to preview; several documents and metrics as if all were published together.',
    fields: (t) => ({
      drafts: t.field({ type: [Draft], description: 'Documents, one of each rule set.' }),
      at: t.field({ type: 'DateTime', description: 'The instant to judge at, past or future; left out: now.' }),
      restrictTo: t.field({ type: Restriction, description: 'Whom the drafts hold for; left out: everybody.' }),
      metrics: t.field({
        type: [Metric],
        description: 'Metrics that are new, or defined in another way: measured for everybody, and written nowhere.',
      }),
    }),
  });
  builder.mutationField('previewRuleSet', (t) =>
    t.field({
      extensions: needs('rules:write'),
      type: Preview,
      description:
        'Judges every customer as if these documents were published, in the background, and changes nothing.',
      errors: {
        types: [ValidationError, NotFoundError],
        union: { name: 'PreviewRuleSetResult', description: 'Success, or why there is nothing to preview.' },
        result: { name: 'PreviewRuleSetSuccess', extensions: inherited, description: 'The preview is on its way.' },
        dataField: { name: 'preview', description: 'The preview.' },
      },
      args: { input: t.arg({ type: Input, required: true, description: 'What to preview.' }) },
      resolve: async (_root, { input }, context) => {
        const { road, database } = core(context).services;
        const { drafts, at, restrictTo, metrics } = input;
        const id = await startPreview(road, context.viewer, {
          drafts: drafts ?? [],
          at: at ?? null,
          restrictTo: restrictTo ?? null,
          metrics: (metrics ?? []).map(metricDraft),
        });
        const [kept] = await readPreviews(database, [id]);
        if (!kept) throw new NotFoundError('The preview was forgotten already.');
        return new Preview(kept);
      },
    }),
  );
}
