import type { Builder, GraphContext } from '../contract/graphql.ts';
import { inherited, needs } from '../contract/scope.ts';
import { encodeCursor } from '../feed/cursor.ts';
import { type Endpoint, REASONS, type Reason } from '../webhooks/endpoint.ts';
import type { Document } from '../webhooks/render.ts';
import { publicKeyOf } from '../webhooks/signing-key.ts';
import { pageComplexity } from './builder.ts';
import type { ChangeTypes, ToldChange } from './changes.ts';
import { core } from './context.ts';
import { globalId, localId } from './global-ids.ts';
import { windowOf } from './page.ts';
import { attemptPage, letterPage, webhookLog } from './webhooks-log.ts';
import { endpointPage, endpointsById } from './webhooks-read.ts';

/** The types of endpoints, for the mutations. */
export type WebhookTypes = ReturnType<typeof webhooks>;

const instant = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));

/** `WebhookEndpoint`, `Query.webhookEndpoints` and `Query.webhookEndpoint`. */
export function webhooks(builder: Builder, { Type }: ChangeTypes) {
  const extensions = needs('webhooks:write');
  const log = webhookLog(builder);
  const enums = webhookEnums(builder);
  const DocumentRef = builder.objectRef<Document>('WebhookDocument').implement({
    extensions,
    description: 'The subscription document by which an endpoint chooses what it gets.',
    fields: (t) => ({
      query: t.exposeString('query', { description: 'A subscription to `changes`.' }),
      variables: t.field({
        type: 'JSON',
        nullable: true,
        description: 'Values of its variables.',
        resolve: ({ variables }) => variables ?? null,
      }),
      operationName: t.string({
        nullable: true,
        description: 'Which of its operations.',
        resolve: ({ operationName }) => operationName ?? null,
      }),
    }),
  });
  const Node = builder.objectRef<Endpoint>('WebhookEndpoint');
  builder.node(Node, {
    extensions,
    description:
      'Where a client gets the changes that it may see, each as a message of its own, signed by Standard Webhooks 1.0. ' +
      'Delivery is at least once and in order for each customer: drop repeats by the header `webhook-id`.',
    id: { resolve: ({ id }) => id, description: 'Opaque id.' },
    loadMany: (ids: string[], context) => endpointsById(context, ids),
    fields: (t) => ({
      clientId: t.id({
        description: 'The client that owns it.',
        resolve: ({ clientId }, _args, context) => globalId(context, 'Client', clientId),
      }),
      url: t.exposeString('url', { description: 'Where messages are sent.' }),
      description: t.exposeString('description', { description: 'What it is for.' }),
      types: t.field({
        type: [Type],
        nullable: true,
        description: 'The only types of change it gets; null: all that its client may see, or what the document says.',
        resolve: ({ types }) => types && [...types],
      }),
      segments: t.stringList({
        nullable: true,
        description: 'Keys of segments: then only changes of these; null: all, or what the document says.',
        resolve: ({ segments }) => segments && [...segments],
      }),
      document: t.field({
        type: DocumentRef,
        nullable: true,
        description: 'What chooses the content of messages; null: ids, and from what to what.',
        resolve: ({ document }) => document,
      }),
      format: t.field({ type: enums.Format, description: 'How a body looks.', resolve: ({ format }) => format }),
      onPoison: t.field({
        type: enums.OnPoison,
        description: 'What becomes of a message that cannot be delivered while others can.',
        resolve: ({ onPoison }) => onPoison,
      }),
      lanes: t.exposeInt('lanes', {
        description:
          'Most messages on their way at the same time. With 1 the whole feed is in order, with more the changes of each ' +
          'customer are.',
      }),
      signing: t.field({
        type: enums.Scheme,
        description: 'How messages are signed.',
        resolve: ({ scheme }) => scheme,
      }),
      publicKey: t.string({
        nullable: true,
        description: 'For ED25519: what signatures are verified by (`whpk_…`).',
        resolve: publicKeyOf,
      }),
      oldSecretUntil: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'Until when messages are signed by the key before this one as well.',
        resolve: ({ oldSecretUntil }, _args, context) =>
          oldSecretUntil !== null && oldSecretUntil > context.now ? new Date(oldSecretUntil) : null,
      }),
      version: t.exposeInt('version', { description: 'Rises with every edit: give it as `expectedVersion`.' }),
      createdAt: t.field({
        type: 'DateTime',
        description: 'When it was created.',
        resolve: ({ createdAt }) => new Date(createdAt),
      }),
      disabledAt: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'Since when it gets nothing; null: it is enabled. What it misses is kept as long as the feed is.',
        resolve: ({ disabledAt }) => instant(disabledAt),
      }),
      disabledReason: t.field({
        type: enums.Reason,
        nullable: true,
        description: 'Why it is disabled.',
        resolve: ({ disabledReason }) => disabledReason,
      }),
      disabledMessage: t.exposeString('disabledMessage', { nullable: true, description: 'The same in a sentence.' }),
      cursor: t.string({
        description: 'Everything up to this place in the feed was delivered, or given up.',
        resolve: async ({ cursor }, _args, context) =>
          encodeCursor({ epoch: await core(context).services.feed.epoch(), position: cursor }),
      }),
      lag: t.field({
        type: 'Long',
        description: 'Changes between its cursor and the newest one, whether they are for it or not.',
        resolve: ({ head, cursor }) => Math.max(0, head - cursor),
      }),
      failures: t.exposeInt('failures', {
        description:
          'Failed attempts since the last one that got through; those in other lanes, when it was left alone, are not counted.',
      }),
      failingSince: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'When the first of these was; three days later it is disabled.',
        resolve: ({ failingSince }) => instant(failingSince),
      }),
      lastDeliveredAt: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'When a message got through last.',
        resolve: ({ lastDeliveredAt }) => instant(lastDeliveredAt),
      }),
      nextAttemptAt: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'When what failed is tried again; null: nothing waits for that.',
        resolve: nextAttemptOf,
      }),
      attempts: t.connection(
        {
          type: log.Attempt,
          description: 'What was tried, newest first. Read forwards: `first` and `after`.',
          complexity: pageComplexity,
          args: { failed: t.arg.boolean({ defaultValue: false, description: 'Only what did not get through.' }) },
          resolve: ({ id }, args, context) => attemptPage(context, id, args),
        },
        { name: 'WebhookAttemptConnection', description: 'A page of attempts.' },
        { name: 'WebhookAttemptEdge', description: 'An attempt and its place in the list.' },
      ),
      deadLetters: t.connection(
        {
          type: log.Letter,
          description: 'What was given up, newest change first. Read forwards: `first` and `after`.',
          complexity: pageComplexity,
          resolve: ({ id }, args, context) => letterPage(context, id, args),
        },
        { name: 'WebhookDeadLetterConnection', description: 'A page of dead letters.' },
        { name: 'WebhookDeadLetterEdge', description: 'A dead letter and its place in the list.' },
      ),
    }),
  });
  builder.queryFields((t) => ({
    webhookEndpoint: t.field({
      extensions,
      type: Node,
      nullable: true,
      description: 'An endpoint of one’s own by its id; null when there is none.',
      args: { id: t.arg.id({ required: true, description: 'Id of the endpoint.' }) },
      resolve: async (_root, { id }, context) =>
        (await endpointsById(context, [localId(context, 'WebhookEndpoint', id)]))[0] as never,
    }),
    webhookEndpoints: t.connection(
      {
        extensions,
        type: Node,
        description: 'One’s own endpoints, newest first; with `access:write` those of everybody.',
        complexity: pageComplexity,
        args: { clientId: t.arg.id({ description: 'Only those of this client.' }) },
        resolve: async (_root, { clientId, ...args }, context) => {
          const owner = typeof clientId === 'string' ? localId(context, 'Client', clientId) : null;
          return (await endpointPage(context, windowOf(args), owner)) as never;
        },
      },
      {
        name: 'WebhookEndpointConnection',
        description: 'A page of endpoints.',
        fields: (connection) => ({
          totalCount: connection.int({
            description: 'How many there are in all; counted only when asked for.',
            resolve: (page) => (page as unknown as { count(): Promise<number> }).count(),
          }),
        }),
      },
      { name: 'WebhookEndpointEdge', description: 'An endpoint and its place in the list.' },
    ),
  }));
  for (const type of ['WebhookDisabled', 'WebhookEnabled'])
    builder.objectField(type as never, 'endpointId', (t) =>
      t.id({
        description: 'Id of the endpoint.',
        resolve: (change, _args, context: GraphContext) =>
          globalId(context, 'WebhookEndpoint', (change as unknown as ToldChange).customerId),
      }),
    );
  return { Node, Attempt: log.Attempt, Letter: log.Letter, ...enums, inherited };
}

/** When what failed is tried again, as far as it is known. */
function nextAttemptOf({ disabledAt, notBefore, nextAttemptAt, failures, waiting }: Endpoint): Date | null {
  if (disabledAt !== null || (failures === 0 && Object.keys(waiting).length === 0)) return null;
  const at = Math.max(notBefore ?? 0, nextAttemptAt ?? 0);
  return at === 0 ? null : new Date(at);
}

function webhookEnums(builder: Builder) {
  const Format = builder.enumType('WebhookFormat', {
    description: 'How the body of a message looks.',
    values: {
      STANDARD: { value: 'standard', description: '`{ type, timestamp, data }`, as Standard Webhooks recommends.' },
      CLOUDEVENTS: { value: 'cloudevents', description: 'CloudEvents 1.0 in structured mode.' },
    } as const,
  });
  const OnPoison = builder.enumType('WebhookOnPoison', {
    description: 'What becomes of a message that failed all ten attempts while others got through.',
    values: {
      BLOCK: { value: 'block', description: 'The endpoint is disabled: nothing is skipped, and the order holds.' },
      SKIP: { value: 'skip', description: 'It becomes a dead letter, and the changes behind it go on.' },
    } as const,
  });
  const Scheme = builder.enumType('WebhookSigning', {
    description: 'How messages are signed.',
    values: {
      HMAC: { value: 'hmac', description: 'By a secret that both sides know: `v1`, HMAC-SHA256.' },
      ED25519: { value: 'ed25519', description: 'By a private key: `v1a`. Nobody who verifies can sign.' },
    } as const,
  });
  const Reason = builder.enumType('WebhookDisabledReason', {
    description: 'Why an endpoint gets no deliveries.',
    values: Object.fromEntries(
      (Object.entries(REASONS) as [Reason, string][]).map(([value, description]) => [value, { value, description }]),
    ) as Record<Reason, { value: Reason; description: string }>,
  });
  return { Format, OnPoison, Scheme, Reason };
}
