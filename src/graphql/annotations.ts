import { type Annotation, readAnnotations, removeAnnotation, saveAnnotation } from '../analytics/annotations.ts';
import type { Builder } from '../contract/graphql.ts';
import { inherited, needs } from '../contract/scope.ts';
import { NotFoundError, ValidationError } from '../errors.ts';
import { core } from './context.ts';

/** `Query.annotations`, `saveAnnotation`, `removeAnnotation`: what was changed when. */
export function annotations(builder: Builder) {
  const Ref = builder.objectRef<Annotation>('Annotation').implement({
    extensions: needs('satisfaction:read'),
    description: 'A change that was made, noted beside figures over time.',
    fields: (t) => ({
      key: t.exposeString('key', { description: 'Its name.' }),
      at: t.field({ type: 'DateTime', description: 'When the change was made.', resolve: ({ at }) => new Date(at) }),
      text: t.exposeString('text', { description: 'What was changed.' }),
      author: t.exposeString('author', { description: 'Who noted it: the name of the client, token or command line.' }),
    }),
  });
  builder.queryField('annotations', (t) =>
    t.field({
      extensions: needs('satisfaction:read'),
      type: [Ref],
      complexity: { field: 1, multiplier: 20 },
      description: 'Changes that were noted, the earliest first; at most 200.',
      args: {
        from: t.arg({ type: 'DateTime', description: 'From this instant on; else since ever.' }),
        to: t.arg({ type: 'DateTime', description: 'Before this instant; else until now.' }),
      },
      resolve: (_root, { from, to }, context) =>
        readAnnotations(context, { from: from?.getTime() ?? null, to: to?.getTime() ?? context.now }),
    }),
  );
  const Input = builder.inputType('SaveAnnotationInput', {
    description: 'A change that was made.',
    fields: (t) => ({
      key: t.string({
        required: true,
        description: 'Its name: "new-checkout". The same key again corrects what was noted.',
      }),
      at: t.field({ type: 'DateTime', required: true, description: 'When the change was made.' }),
      text: t.string({ required: true, description: 'What was changed, 1 to 300 characters; nothing of a person.' }),
    }),
  });
  builder.mutationField('saveAnnotation', (t) =>
    t.field({
      extensions: needs('surveys:write'),
      type: Ref,
      description: 'Notes a change, so that what was before and after it can be compared.',
      errors: {
        types: [ValidationError],
        union: { name: 'SaveAnnotationResult', description: 'Success, or why it was not noted.' },
        result: { name: 'SaveAnnotationSuccess', extensions: inherited, description: 'It is noted.' },
        dataField: { name: 'annotation', description: 'What is noted.' },
      },
      args: { input: t.arg({ type: Input, required: true, description: 'The change.' }) },
      resolve: (_root, { input }, context) =>
        saveAnnotation(core(context).services.database, context.viewer, { ...input, at: input.at.getTime() }),
    }),
  );
  const Removed = builder.inputType('RemoveAnnotationInput', {
    description: 'Which annotation.',
    fields: (t) => ({ key: t.string({ required: true, description: 'Its name.' }) }),
  });
  builder.mutationField('removeAnnotation', (t) =>
    t.string({
      extensions: needs('surveys:write'),
      description: 'Takes an annotation away.',
      errors: {
        types: [NotFoundError],
        union: { name: 'RemoveAnnotationResult', description: 'Success, or why nothing was taken away.' },
        result: { name: 'RemoveAnnotationSuccess', extensions: inherited, description: 'It is gone.' },
        dataField: { name: 'key', description: 'Its name.' },
      },
      args: { input: t.arg({ type: Removed, required: true, description: 'Which one.' }) },
      resolve: async (_root, { input: { key } }, context) => {
        await removeAnnotation(core(context).services.database, context.viewer, key);
        return key;
      },
    }),
  );
  return Ref;
}
