import type { Builder, GraphContext } from '../contract/graphql.ts';
import { inherited, needs } from '../contract/scope.ts';
import { ConflictError, NotFoundError, OverloadedError, ValidationError } from '../errors.ts';
import { BadCursorError, CursorExpiredError } from '../feed/cursor.ts';
import type { DeadLetter } from '../webhooks/dead-letter.ts';
import { deleteEndpoint } from '../webhooks/edit-endpoint.ts';
import { disableEndpoint, enableEndpoint } from '../webhooks/enable.ts';
import type { LoggedAttempt } from '../webhooks/log.ts';
import { type ReplayFrom, replay } from '../webhooks/replay.ts';
import { redeliver, testEndpoint } from '../webhooks/send-now.ts';
import { DEED, SEND } from './builder.ts';
import { core } from './context.ts';
import { globalId, localId } from './global-ids.ts';
import type { WebhookTypes } from './webhooks.ts';

const extensions = needs('webhooks:write');

/** What one does with an endpoint: enable, disable and delete it, try it, and send once more. */
export function webhooksWrite(builder: Builder, types: WebhookTypes): void {
  switches(builder, types);
  remove(builder);
  sends(builder, types);
  replays(builder, types);
}

const serviceOf = (context: GraphContext) => core(context).services.webhooks;
const endpointId = (context: GraphContext, id: string): string => localId(context, 'WebhookEndpoint', id);

function switches(builder: Builder, { Node }: WebhookTypes): void {
  const EnableInput = builder.inputType('EnableWebhookEndpointInput', {
    description: 'Which endpoint to enable.',
    fields: (t) => ({ id: t.id({ required: true, description: 'Id of the endpoint.' }) }),
  });
  builder.mutationField('enableWebhookEndpoint', (t) =>
    t.field({
      extensions,
      complexity: DEED,
      type: Node,
      description: 'Lets deliveries go on where they stopped, at once. One that is enabled stays as it is.',
      errors: {
        types: [NotFoundError, ConflictError, ValidationError, CursorExpiredError],
        union: { name: 'EnableWebhookEndpointResult', description: 'Success, or why it stays disabled.' },
        result: { name: 'EnableWebhookEndpointSuccess', extensions: inherited, description: 'It is enabled.' },
        dataField: { name: 'endpoint', description: 'The endpoint as it is now.' },
      },
      args: { input: t.arg({ type: EnableInput, required: true, description: 'Which endpoint.' }) },
      resolve: (_root, { input }, context) =>
        enableEndpoint(serviceOf(context), context.viewer, endpointId(context, input.id)),
    }),
  );
  const DisableInput = builder.inputType('DisableWebhookEndpointInput', {
    description: 'Which endpoint to disable.',
    fields: (t) => ({ id: t.id({ required: true, description: 'Id of the endpoint.' }) }),
  });
  builder.mutationField('disableWebhookEndpoint', (t) =>
    t.field({
      extensions,
      complexity: DEED,
      type: Node,
      description: 'Stops deliveries. Nothing is lost: what it misses comes when it is enabled again.',
      errors: {
        types: [NotFoundError, ValidationError],
        union: { name: 'DisableWebhookEndpointResult', description: 'Success, or why it stays enabled.' },
        result: { name: 'DisableWebhookEndpointSuccess', extensions: inherited, description: 'It is disabled.' },
        dataField: { name: 'endpoint', description: 'The endpoint as it is now.' },
      },
      args: { input: t.arg({ type: DisableInput, required: true, description: 'Which endpoint.' }) },
      resolve: (_root, { input }, context) =>
        disableEndpoint(serviceOf(context), context.viewer, endpointId(context, input.id)),
    }),
  );
}

function remove(builder: Builder): void {
  const Input = builder.inputType('DeleteWebhookEndpointInput', {
    description: 'Which endpoint to delete.',
    fields: (t) => ({ id: t.id({ required: true, description: 'Id of the endpoint.' }) }),
  });
  builder.mutationField('deleteWebhookEndpoint', (t) =>
    t.id({
      extensions,
      complexity: DEED,
      description: 'Deletes an endpoint for good, its dead letters too. To pause it, disable it.',
      errors: {
        types: [NotFoundError, ValidationError],
        union: { name: 'DeleteWebhookEndpointResult', description: 'Success, or why it is still there.' },
        result: { name: 'DeleteWebhookEndpointSuccess', extensions: inherited, description: 'It is deleted.' },
        dataField: { name: 'deletedId', description: 'Id of the endpoint that was.' },
      },
      args: { input: t.arg({ type: Input, required: true, description: 'Which endpoint.' }) },
      resolve: async (_root, { input }, context) => {
        await deleteEndpoint(serviceOf(context), context.viewer, endpointId(context, input.id));
        return input.id;
      },
    }),
  );
}

function sends(builder: Builder, { Attempt, Letter }: WebhookTypes): void {
  const TestInput = builder.inputType('TestWebhookEndpointInput', {
    description: 'Which endpoint to try.',
    fields: (t) => ({ id: t.id({ required: true, description: 'Id of the endpoint.' }) }),
  });
  builder.mutationField('testWebhookEndpoint', (t) =>
    t.field({
      extensions,
      complexity: SEND,
      type: Attempt,
      description:
        'Sends a signed message of type `webhook.test` now, enabled or not, and answers with what came of it.',
      errors: {
        types: [NotFoundError, OverloadedError, ValidationError],
        union: { name: 'TestWebhookEndpointResult', description: 'The attempt, or why there was none.' },
        result: { name: 'TestWebhookEndpointSuccess', extensions: inherited, description: 'It was tried.' },
        dataField: { name: 'attempt', description: 'What came of it.' },
      },
      args: { input: t.arg({ type: TestInput, required: true, description: 'Which endpoint.' }) },
      resolve: (_root, { input }, context) => {
        const id = endpointId(context, input.id);
        return testEndpoint(serviceOf(context), context.viewer, id, globalId(context, 'WebhookEndpoint', id));
      },
    }),
  );
  const Success = builder
    .objectRef<{ readonly letter: DeadLetter; readonly attempt: LoggedAttempt }>('RedeliverWebhookSuccess')
    .implement({
      extensions: inherited,
      description: 'It was sent once more.',
      fields: (t) => ({
        deadLetter: t.field({
          type: Letter,
          description: 'The dead letter as it is now.',
          resolve: (one) => one.letter,
        }),
        attempt: t.field({ type: Attempt, description: 'What came of it.', resolve: (one) => one.attempt }),
      }),
    });
  const RedeliverInput = builder.inputType('RedeliverWebhookInput', {
    description: 'Which message to send once more.',
    fields: (t) => ({ id: t.id({ required: true, description: 'Id of the dead letter.' }) }),
  });
  builder.mutationField('redeliverWebhook', (t) =>
    t.field({
      extensions,
      complexity: SEND,
      type: Success,
      description: 'Sends a message that was given up once more, now, under a new id and marked as a replay.',
      errors: {
        types: [NotFoundError, ConflictError, OverloadedError, ValidationError, CursorExpiredError],
        union: { name: 'RedeliverWebhookResult', description: 'The attempt, or why there was none.' },
        directResult: true,
      },
      args: { input: t.arg({ type: RedeliverInput, required: true, description: 'Which message.' }) },
      resolve: (_root, { input }, context) =>
        redeliver(serviceOf(context), context.viewer, localId(context, 'WebhookDeadLetter', input.id)),
    }),
  );
}

function replays(builder: Builder, { Node }: WebhookTypes): void {
  const From = builder.inputType('WebhookReplayFrom', {
    description: 'Where a replay begins.',
    isOneOf: true,
    fields: (t) => ({
      cursor: t.string({ description: 'Behind this cursor of the feed.' }),
      time: t.field({ type: 'DateTime', description: 'With the first change that was made then or later.' }),
    }),
  });
  const Input = builder.inputType('ReplayWebhookInput', {
    description: 'What to send once more.',
    fields: (t) => ({
      id: t.id({ required: true, description: 'Id of the endpoint.' }),
      from: t.field({ type: From, required: true, description: 'Where to begin: not behind its own cursor.' }),
    }),
  });
  builder.mutationField('replayWebhook', (t) =>
    t.field({
      extensions,
      complexity: DEED,
      type: Node,
      description:
        'Sends once more what was sent since then, in order, and then goes on as ever. Messages get new ids; those that ' +
        'were on their way before carry `replay: true`.',
      errors: {
        types: [NotFoundError, ConflictError, ValidationError, BadCursorError, CursorExpiredError],
        union: { name: 'ReplayWebhookResult', description: 'Success, or why nothing is sent once more.' },
        result: { name: 'ReplayWebhookSuccess', extensions: inherited, description: 'The replay begins.' },
        dataField: { name: 'endpoint', description: 'The endpoint as it is now.' },
      },
      args: { input: t.arg({ type: Input, required: true, description: 'What.' }) },
      resolve: (_root, { input }, context) =>
        replay(serviceOf(context), context.viewer, endpointId(context, input.id), input.from as ReplayFrom),
    }),
  );
}
