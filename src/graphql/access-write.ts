import { type ClientInput, createClient, updateClient } from '../access/clients.ts';
import { createKey, type NewKey, revokeKey } from '../access/keys.ts';
import { isUuid } from '../activities/identify.ts';
import type { Builder, GraphContext } from '../contract/graphql.ts';
import { inherited, needs } from '../contract/scope.ts';
import { ConflictError, NotFoundError, ValidationError } from '../errors.ts';
import type { AccessTypes } from './access.ts';
import type { ChangeTypes } from './changes.ts';
import { core } from './context.ts';
import { localId } from './global-ids.ts';
import type { AccessEnums } from './viewer.ts';

/** `createClient`, `updateClient`, `createApiKey` and `revokeApiKey`. */
export function accessWrite(
  builder: Builder,
  types: AccessTypes,
  enums: AccessEnums,
  ChangeType: ChangeTypes['Type'],
): void {
  writeClients(builder, types, enums, ChangeType);
  writeKeys(builder, types);
}

function writeClients(
  builder: Builder,
  { ClientRef }: AccessTypes,
  { Role, Scope }: AccessEnums,
  ChangeType: ChangeTypes['Type'],
): void {
  const CreateInput = builder.inputType('CreateClientInput', {
    description: 'Somebody who is to use the API.',
    fields: (t) => ({
      name: t.string({ required: true, description: 'Its name, 1 to 100 characters; no other client has it.' }),
      role: t.field({ type: Role, required: true, description: 'Its role.' }),
      scopes: t.field({ type: [Scope], description: 'What it may do besides what its role may.' }),
      segments: t.stringList({
        description: 'Keys of the only segments it may see; left out: all, and for a partner none.',
      }),
      changeTypes: t.field({
        type: [ChangeType],
        description: 'The only types of change it may see; left out: all, and for a partner none.',
      }),
      trustedDocumentsOnly: t.boolean({
        description: 'Whether it may only run documents that were stored beforehand; left out: no.',
      }),
    }),
  });
  builder.mutationField('createClient', (t) =>
    t.field({
      extensions: needs('access:write'),
      type: ClientRef,
      description: 'Creates a client; make a key for it next. Nobody can grant more than they have themselves.',
      errors: {
        types: [ValidationError, ConflictError],
        union: { name: 'CreateClientResult', description: 'Success, or why it was not created.' },
        result: { name: 'CreateClientSuccess', extensions: inherited, description: 'The client is there.' },
        dataField: { name: 'client', description: 'The client.' },
      },
      args: { input: t.arg({ type: CreateInput, required: true, description: 'The client.' }) },
      resolve: (_root, { input }, context) => {
        const { database } = core(context).services;
        return createClient(database, context.viewer, { ...editsOf(input), name: input.name, role: input.role });
      },
    }),
  );
  const UpdateInput = builder.inputType('UpdateClientInput', {
    description: 'What is to be different about a client; what is left out stays.',
    fields: (t) => ({
      id: t.id({ required: true, description: 'Id of the client.' }),
      expectedVersion: t.int({
        required: true,
        description: 'The version that you have seen: nobody is overwritten.',
      }),
      name: t.string({ description: 'Its name.' }),
      role: t.field({ type: Role, description: 'Its role.' }),
      scopes: t.field({ type: [Scope], description: 'All that it may do besides what its role may.' }),
      segments: t.stringList({ description: 'Keys of the only segments it may see; null: all, for a partner none.' }),
      changeTypes: t.field({
        type: [ChangeType],
        description: 'The only types of change it may see; null: all, for a partner none.',
      }),
      trustedDocumentsOnly: t.boolean({
        description: 'Whether it may only run documents that were stored beforehand.',
      }),
      disabled: t.boolean({ description: 'Whether its keys open nothing.' }),
    }),
  });
  builder.mutationField('updateClient', (t) =>
    t.field({
      extensions: needs('access:write'),
      type: ClientRef,
      description: 'Edits, disables or enables a client. It holds within half a minute, in open streams too.',
      errors: {
        types: [ValidationError, ConflictError, NotFoundError],
        union: { name: 'UpdateClientResult', description: 'Success, or why it stays as it was.' },
        result: { name: 'UpdateClientSuccess', extensions: inherited, description: 'The client was edited.' },
        dataField: { name: 'client', description: 'The client as it is now.' },
      },
      args: { input: t.arg({ type: UpdateInput, required: true, description: 'The edit.' }) },
      resolve: async (_root, { input }, context) => {
        const { database, access } = core(context).services;
        const { name, role, disabled } = input;
        const client = await updateClient(
          database,
          context.viewer,
          clientId(context, input.id),
          input.expectedVersion,
          {
            ...editsOf(input),
            ...(typeof name === 'string' && { name }),
            ...(role && { role }),
            ...(typeof disabled === 'boolean' && { disabled }),
          },
        );
        access.forget();
        return client;
      },
    }),
  );
}

function writeKeys(builder: Builder, { KeyRef }: AccessTypes): void {
  const CreateInput = builder.inputType('CreateApiKeyInput', {
    description: 'For whom to make a key.',
    fields: (t) => ({
      clientId: t.id({ required: true, description: 'Id of the client.' }),
      expiresAt: t.field({
        type: 'DateTime',
        description: 'When it is to end, at most in ten years; left out: never.',
      }),
    }),
  });
  const Made = builder.objectRef<NewKey>('CreateApiKeySuccess').implement({
    extensions: inherited,
    description: 'The key is there.',
    fields: (t) => ({
      text: t.exposeString('text', {
        description: 'What to send as "authorization: Bearer …". It is in this answer and nowhere else: keep it safe.',
      }),
      key: t.field({ type: KeyRef, description: 'What can be seen of it from now on.', resolve: ({ key }) => key }),
    }),
  });
  builder.mutationField('createApiKey', (t) =>
    t.field({
      extensions: needs('access:write'),
      type: Made,
      description:
        'Makes a key for a client. Two may be alive at a time: make the new one, let the client take it into use, revoke ' +
        'the old one. When the answer is lost, revoke the key and make another.',
      errors: {
        types: [ValidationError, ConflictError, NotFoundError],
        union: { name: 'CreateApiKeyResult', description: 'Success, or why there is no key.' },
        directResult: true,
      },
      args: { input: t.arg({ type: CreateInput, required: true, description: 'For whom.' }) },
      resolve: (_root, { input }, context) => {
        const { database } = core(context).services;
        return createKey(
          database,
          context.viewer,
          clientId(context, input.clientId, 'clientId'),
          input.expiresAt ?? null,
        );
      },
    }),
  );
  const RevokeInput = builder.inputType('RevokeApiKeyInput', {
    description: 'Which key to withdraw.',
    fields: (t) => ({ id: t.id({ required: true, description: 'Id of the key.' }) }),
  });
  builder.mutationField('revokeApiKey', (t) =>
    t.field({
      extensions: needs('access:write'),
      type: KeyRef,
      description: 'Withdraws a key. It opens nothing within half a minute, and its open streams end.',
      errors: {
        types: [ValidationError, ConflictError, NotFoundError],
        union: { name: 'RevokeApiKeyResult', description: 'Success, or why it was not withdrawn.' },
        result: { name: 'RevokeApiKeySuccess', extensions: inherited, description: 'The key is withdrawn.' },
        dataField: { name: 'key', description: 'The key as it is now.' },
      },
      args: { input: t.arg({ type: RevokeInput, required: true, description: 'Which key.' }) },
      resolve: async (_root, { input }, context) => {
        const { database, access } = core(context).services;
        const id = localId(context, 'ApiKey', input.id);
        if (!/^\w{8}$/.test(id)) throw new NotFoundError('There is no such key.', ['id']);
        const key = await revokeKey(database, context.viewer, id);
        access.forget();
        return key;
      },
    }),
  );
}

interface EditInput {
  readonly scopes?: ClientInput['scopes'] | null;
  readonly segments?: readonly string[] | null;
  readonly changeTypes?: unknown;
  readonly trustedDocumentsOnly?: boolean | null;
}

/** What is given of an input; a null of segments and of types of change says: all. */
const editsOf = ({ scopes, segments, changeTypes, trustedDocumentsOnly }: EditInput): Partial<ClientInput> => ({
  ...(scopes && { scopes }),
  ...(segments !== undefined && { segments }),
  ...(changeTypes !== undefined && { changeTypes: changeTypes as string[] | null }),
  ...(typeof trustedDocumentsOnly === 'boolean' && { trustedDocumentsOnly }),
});

function clientId(context: GraphContext, text: string, place = 'id'): string {
  const id = localId(context, 'Client', text);
  if (!isUuid(id)) throw new NotFoundError('There is no such client.', [place]);
  return id;
}
