import type { ChangeType } from '../contract/change.ts';
import { messageSchema } from '../feed/message-schema.ts';

/**
 * AsyncAPI 3 description of what partners get, from the declared types of change: the messages of webhooks, and the same
 * changes over server-sent events and WebSocket.
 */
export function asyncApi(changes: Iterable<ChangeType>, version: string): object {
  const types = [...changes];
  const refs = (from: string) => Object.fromEntries(types.map(({ name }) => [name, { $ref: `${from}/${name}` }]));
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Retinue: the feed of changes',
      version,
      description:
        'Every difference of what holds for a customer, in one order without gaps. Delivery is at least once, in ascending ' +
        'position; drop repeats by `data.id`. Go on after any `cursor` on any transport.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    servers: {
      https: { host: 'retinue.example.com', pathname: '/graphql', protocol: 'https', security: [SECURITY] },
      wss: { host: 'retinue.example.com', pathname: '/graphql', protocol: 'wss', security: [SECURITY] },
    },
    channels: {
      webhook: {
        address: null,
        title: 'Your endpoint',
        description: 'Retinue posts each change to the address you gave, signed by Standard Webhooks 1.0.',
        messages: refs('#/components/messages'),
      },
      stream: {
        address: '/graphql',
        title: 'Subscription `changes`',
        description:
          'GraphQL over server-sent events (graphql-sse) or WebSocket (graphql-transport-ws). The document says what of a ' +
          'change is sent; this is what there is at most of the fields that webhooks have as well.',
        servers: [{ $ref: '#/servers/https' }, { $ref: '#/servers/wss' }],
        messages: refs('#/components/messages'),
      },
    },
    operations: {
      deliver: {
        action: 'send',
        channel: { $ref: '#/channels/webhook' },
        summary: 'A change is delivered to an endpoint.',
      },
      stream: { action: 'send', channel: { $ref: '#/channels/stream' }, summary: 'A change is sent to a subscriber.' },
    },
    components: {
      messages: Object.fromEntries(types.map((type) => [type.name, messageOf(type)])),
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'An API key, or a signed token of a trusted issuer.' },
      },
    },
  };
}

const SECURITY = { $ref: '#/components/securitySchemes/key' };

const messageOf = (type: ChangeType): object => ({
  name: type.type,
  title: type.name,
  summary: type.description,
  headers: {
    type: 'object',
    description: 'On webhooks: Standard Webhooks 1.0.',
    properties: {
      'webhook-id': { type: 'string', description: 'The same over all attempts: drop repeats by it.' },
      'webhook-timestamp': { type: 'string', description: 'Of this attempt, in seconds since 1970.' },
      'webhook-signature': { type: 'string', description: 'One or more signatures, separated by spaces.' },
    },
  },
  payload: messageSchema(type),
});
