import { type ExecutionResult, GraphQLError, type GraphQLSchema } from 'graphql';
import type { ChangeType } from '../contract/change.ts';
import { may, type Viewer } from '../contract/viewer.ts';
import { UserError } from '../errors.ts';
import { changeMessage, type PlacedChange } from '../feed/change-data.ts';
import { filterFor } from '../feed/filter.ts';
import type { Document, Following, Refusal, Rendered, Renderer } from '../webhooks/render.ts';
import type { Services } from './context.ts';
import { createContext } from './create-context.ts';
import { prepareFollowing } from './follow-document.ts';
import { globalId } from './global-ids.ts';
import type { Report } from './mask-error.ts';

/** Makes messages of changes as the API tells them: with the ids that the client sees, and by its own document. */
export function webhookRenderer(
  schema: GraphQLSchema,
  services: Services,
  types: ReadonlyMap<string, ChangeType>,
  report?: Report,
): Renderer {
  const thinFor = (viewer: Viewer): ((change: PlacedChange) => Rendered['thin']) => {
    const context = createContext(services, viewer);
    return (change) =>
      changeMessage(change, types.get(change.type) ?? unknown(change), (type, id) => globalId(context, type, id));
  };
  const prepare: Renderer = (viewer, { types: wanted, segments, document }) => {
    if (!may(viewer, 'feed:read')) return { refused: 'The client may not follow the feed: it needs "feed:read".' };
    if (document) return byDocument(viewer, document);
    const thin = thinFor(viewer);
    return {
      filter: filterFor(viewer, { types: wanted, segments }),
      after: null,
      render: async (changes) => changes.map((change) => ({ thin: thin(change) })),
    };
  };
  return (viewer, wish) => {
    try {
      return prepare(viewer, wish);
    } catch (error) {
      if (error instanceof GraphQLError || error instanceof UserError) return { refused: error.message };
      throw error;
    }
  };

  function byDocument(viewer: Viewer, document: Document): Following | Refusal {
    if (viewer.trustedDocumentsOnly)
      return { refused: 'The client may only run documents that were stored beforehand; leave the document out.' };
    const following = prepareFollowing(schema, services, viewer, document, report);
    if ('errors' in following) return { refused: following.errors.map(({ message }) => message).join(' ') };
    const thin = thinFor(viewer);
    return {
      filter: following.filter,
      after: following.after,
      async render(changes) {
        const chosen = await following.render(changes);
        return changes.map((change, i) => ({ thin: thin(change), chosen: sound(chosen[i] as ExecutionResult) }));
      },
    };
  }
}

/** An answer that failed by no fault of the document is no message: it is tried again. */
const sound = ({ data, errors }: ExecutionResult): Rendered['chosen'] => ({
  data: errors?.some(isOurs) ? null : (data ?? null),
  ...(errors && { errors }),
});

const isOurs = ({ extensions }: GraphQLError): boolean => extensions.code === 'INTERNAL_SERVER_ERROR';

/** A change whose type nothing brings any more, such as that of a plugin that was removed. */
const unknown = ({ type }: PlacedChange): ChangeType => ({ type, name: type, description: '', fields: {} });
