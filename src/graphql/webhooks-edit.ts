import type { Builder } from '../contract/graphql.ts';
import { inherited, needs } from '../contract/scope.ts';
import { ConflictError, NotFoundError, ValidationError } from '../errors.ts';
import { BadCursorError, CursorExpiredError } from '../feed/cursor.ts';
import { type EndpointInput, MOST_LANES } from '../webhooks/check-endpoint.ts';
import { createEndpoint, updateEndpoint, type WithSecret } from '../webhooks/edit-endpoint.ts';
import type { Document } from '../webhooks/render.ts';
import { OVERLAP_HOURS, rotateSecret } from '../webhooks/rotate-secret.ts';
import { DEED } from './builder.ts';
import type { ChangeTypes } from './changes.ts';
import { core } from './context.ts';
import { localId } from './global-ids.ts';
import type { WebhookTypes } from './webhooks.ts';

const extensions = needs('webhooks:write');
const DEFAULT_LANES = 8;

const ABOUT = {
  url: 'Where messages are sent: https, on port 443 or 8443, at an address of the public network.',
  description: 'What it is for, for people; at most 500 characters.',
  types: 'The only types of change it gets; left out: all that its client may see.',
  segments: 'Keys of segments: then only changes of these.',
  document: 'What chooses the content of messages; left out: ids, and from what to what.',
  format: 'How a body looks.',
  onPoison: 'What becomes of a message that cannot be delivered while others can.',
  lanes: `Most messages on their way at the same time, 1 to ${MOST_LANES}; 1 keeps the whole feed in order.`,
};

/** `createWebhookEndpoint`, `updateWebhookEndpoint` and `rotateWebhookSecret`. */
export function webhooksEdit(builder: Builder, types: WebhookTypes, { Type }: ChangeTypes): void {
  const DocumentInput = builder.inputType('WebhookDocumentInput', {
    description:
      'A subscription document: the same that works over server-sent events and WebSocket. It is checked with the rights of ' +
      'the client; what it makes of a change becomes `data`. Beyond 20 kB the body is sent as without a document, with ' +
      '`tooLarge: true`.',
    fields: (t) => ({
      query: t.string({
        required: true,
        description: 'A subscription to `changes`, with `types` and `segments` if need be.',
      }),
      variables: t.field({ type: 'JSON', description: 'Values of its variables: an object.' }),
      operationName: t.string({ description: 'Which of its operations, when there are several.' }),
    }),
  });
  const { Node, Format, OnPoison, Scheme } = types;
  const Success = (name: string, description: string) =>
    builder.objectRef<WithSecret>(name).implement({
      extensions: inherited,
      description,
      fields: (t) => ({
        endpoint: t.field({ type: Node, description: 'The endpoint.', resolve: ({ endpoint }) => endpoint }),
        secret: t.exposeString('secret', {
          nullable: true,
          description:
            'What signatures are verified by (`whsec_…`). Shown in this answer and never again; null for ED25519, which has ' +
            'a public key, and when the same request was answered before.',
        }),
      }),
    });
  const CreateInput = builder.inputType('CreateWebhookEndpointInput', {
    description: 'An endpoint that is to get changes.',
    fields: (t) => ({
      url: t.string({ required: true, description: ABOUT.url }),
      description: t.string({ defaultValue: '', description: ABOUT.description }),
      types: t.field({ type: [Type], description: ABOUT.types }),
      segments: t.stringList({ description: ABOUT.segments }),
      document: t.field({ type: DocumentInput, description: ABOUT.document }),
      format: t.field({ type: Format, defaultValue: 'standard', description: ABOUT.format }),
      onPoison: t.field({ type: OnPoison, defaultValue: 'block', description: ABOUT.onPoison }),
      lanes: t.int({ defaultValue: DEFAULT_LANES, description: ABOUT.lanes }),
      signing: t.field({ type: Scheme, defaultValue: 'hmac', description: 'How messages are signed.' }),
      after: t.string({ description: 'Cursor of the feed to begin after; left out: what is new from now on.' }),
      clientId: t.id({ description: 'For which client, with `access:write`; left out: for one’s own.' }),
      key: t.string({ description: 'Idempotency key: the same key again answers with the same endpoint.' }),
    }),
  });
  builder.mutationField('createWebhookEndpoint', (t) =>
    t.field({
      extensions,
      complexity: DEED,
      type: Success('CreateWebhookEndpointSuccess', 'The endpoint is there, and enabled.'),
      description: 'Creates an endpoint of a client; it gets what the client may see, then and later. At most 50.',
      errors: {
        types: [ValidationError, NotFoundError, ConflictError, BadCursorError, CursorExpiredError],
        union: { name: 'CreateWebhookEndpointResult', description: 'Success, or why it was not created.' },
        directResult: true,
      },
      args: { input: t.arg({ type: CreateInput, required: true, description: 'The endpoint.' }) },
      resolve: (_root, { input }, context) => {
        const { url, description, format, onPoison, lanes, signing, after, clientId, key, ...rest } = input;
        return createEndpoint(core(context).services.webhooks, context.viewer, {
          url,
          types: (rest.types as string[]) ?? null,
          segments: rest.segments ?? null,
          after,
          key,
          description: description ?? '',
          document: rest.document ? documentOf(rest.document) : null,
          format: format ?? 'standard',
          onPoison: onPoison ?? 'block',
          lanes: lanes ?? DEFAULT_LANES,
          scheme: signing ?? 'hmac',
          clientId: typeof clientId === 'string' ? localId(context, 'Client', clientId) : null,
        });
      },
    }),
  );
  const UpdateInput = builder.inputType('UpdateWebhookEndpointInput', {
    description: 'What is to be different about an endpoint; what is left out stays.',
    fields: (t) => ({
      id: t.id({ required: true, description: 'Id of the endpoint.' }),
      expectedVersion: t.int({ required: true, description: 'The version that you have seen: nobody is overwritten.' }),
      url: t.string({ description: ABOUT.url }),
      description: t.string({ description: ABOUT.description }),
      types: t.field({ type: [Type], description: 'The only types of change it gets; null: all.' }),
      segments: t.stringList({ description: 'Keys of segments: then only changes of these; null: of all.' }),
      document: t.field({
        type: DocumentInput,
        description: 'What chooses the content; null: ids, and from what to what.',
      }),
      format: t.field({ type: Format, description: ABOUT.format }),
      onPoison: t.field({ type: OnPoison, description: ABOUT.onPoison }),
      lanes: t.int({ description: ABOUT.lanes }),
    }),
  });
  builder.mutationField('updateWebhookEndpoint', (t) =>
    t.field({
      extensions,
      complexity: DEED,
      type: Node,
      description: 'Edits an endpoint. Deliveries go on from where they are.',
      errors: {
        types: [ValidationError, NotFoundError, ConflictError],
        union: { name: 'UpdateWebhookEndpointResult', description: 'Success, or why it stays as it was.' },
        result: {
          name: 'UpdateWebhookEndpointSuccess',
          extensions: inherited,
          description: 'The endpoint was edited.',
        },
        dataField: { name: 'endpoint', description: 'The endpoint as it is now.' },
      },
      args: { input: t.arg({ type: UpdateInput, required: true, description: 'The edit.' }) },
      resolve: (_root, { input: { id, expectedVersion, ...edits } }, context) => {
        const { webhooks } = core(context).services;
        const own = localId(context, 'WebhookEndpoint', id);
        return updateEndpoint(webhooks, context.viewer, own, expectedVersion, editsOf(edits as Edits));
      },
    }),
  );
  const RotateInput = builder.inputType('RotateWebhookSecretInput', {
    description: 'Which endpoint gets a new key.',
    fields: (t) => ({
      id: t.id({ required: true, description: 'Id of the endpoint.' }),
      signing: t.field({ type: Scheme, description: 'How messages are signed from now on; left out: as before.' }),
      endOld: t.boolean({
        defaultValue: false,
        description: 'Whether the old key ends now, because it got into wrong hands.',
      }),
    }),
  });
  builder.mutationField('rotateWebhookSecret', (t) =>
    t.field({
      extensions,
      complexity: DEED,
      type: Success('RotateWebhookSecretSuccess', 'The endpoint has a new key.'),
      description:
        `Gives an endpoint a new key. For ${OVERLAP_HOURS} hours messages carry a signature by the old one as well; a key ` +
        'before that one ends now.',
      errors: {
        types: [NotFoundError, ValidationError],
        union: { name: 'RotateWebhookSecretResult', description: 'Success, or why it keeps its key.' },
        directResult: true,
      },
      args: { input: t.arg({ type: RotateInput, required: true, description: 'Which endpoint.' }) },
      resolve: (_root, { input: { id, signing, endOld } }, context) =>
        rotateSecret(core(context).services.webhooks, context.viewer, localId(context, 'WebhookEndpoint', id), {
          scheme: signing,
          endOld,
        }),
    }),
  );
}

interface SentDocument {
  readonly query: string;
  readonly variables?: unknown;
  readonly operationName?: string | null | undefined;
}

function documentOf({ query, variables, operationName }: SentDocument): Document {
  if (typeof (variables ?? {}) !== 'object' || Array.isArray(variables))
    throw new ValidationError([
      { path: ['document', 'variables'], code: 'BAD_TYPE', message: 'The values of variables are an object.' },
    ]);
  return { query, variables: (variables ?? null) as Document['variables'] & {}, operationName: operationName ?? null };
}

type Edits = { readonly [K in keyof EndpointInput]?: unknown };

/** Of those that may be null, null is a value; of the others it says nothing. */
function editsOf({ types, segments, document, ...rest }: Edits): Partial<EndpointInput> {
  const said = Object.entries(rest).filter(([, value]) => value !== undefined && value !== null);
  return {
    ...Object.fromEntries(said),
    ...(types !== undefined && { types: types as EndpointInput['types'] }),
    ...(segments !== undefined && { segments: segments as EndpointInput['segments'] }),
    ...(document !== undefined && { document: document === null ? null : documentOf(document as SentDocument) }),
  };
}
