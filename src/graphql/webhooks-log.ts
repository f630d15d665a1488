import type { Builder, GraphContext } from '../contract/graphql.ts';
import { needs } from '../contract/scope.ts';
import { isDelivered } from '../webhooks/attempt.ts';
import { type DeadLetter, readDeadLetters } from '../webhooks/dead-letter.ts';
import { KEPT_DAYS, type LoggedAttempt, readAttempts } from '../webhooks/log.ts';
import { badInput } from './bad-input.ts';
import { core } from './context.ts';
import { globalId } from './global-ids.ts';
import { limitOf, type Page, type PageArguments, toPage, type Window, windowOf } from './page.ts';

/** `WebhookAttempt` and `WebhookDeadLetter`: what became of messages. */
export function webhookLog(builder: Builder) {
  const extensions = needs('webhooks:write');
  const about = {
    messageId: 'The header `webhook-id` of the message.',
    changeId: 'Id of the change: the same in all messages about it, whichever endpoint they go to.',
    status: 'Status of the answer; null: there was none.',
    error: 'Why there was no answer; null: there was one.',
  };
  const Attempt = builder.objectRef<LoggedAttempt>('WebhookAttempt').implement({
    extensions,
    description: `One attempt to deliver a message. Kept for ${KEPT_DAYS.attempts} days.`,
    fields: (t) => ({
      at: t.field({ type: 'DateTime', description: 'When it was sent.', resolve: ({ at }) => new Date(at) }),
      messageId: t.exposeString('messageId', { description: about.messageId }),
      type: t.exposeString('type', { description: 'Type of the message: `segment.entered`, `webhook.test`.' }),
      changeId: t.id({
        nullable: true,
        description: `${about.changeId} Null: it is about none.`,
        resolve: ({ customerId, changeSeq }, _args, context) =>
          customerId === null ? null : changeId(context, customerId, changeSeq),
      }),
      position: t.expose('position', {
        type: 'Long',
        nullable: true,
        description: 'Position of the change in the feed; null: it is about none.',
      }),
      number: t.exposeInt('number', { description: 'Which attempt of this message it was: 1, 2, 3 …' }),
      replay: t.exposeBoolean('replay', { description: 'Whether the change had been on its way before a replay.' }),
      delivered: t.boolean({ description: 'Whether it got through: the status was 200 to 299.', resolve: isDelivered }),
      status: t.exposeInt('status', { nullable: true, description: about.status }),
      milliseconds: t.exposeInt('ms', { description: 'How long it took.' }),
      error: t.exposeString('error', { nullable: true, description: about.error }),
      answer: t.exposeString('answer', {
        nullable: true,
        description: 'The first kilobyte of the answer; null: it was empty, or the person it was about was erased.',
      }),
    }),
  });
  const Letter = builder.objectRef<DeadLetter>('WebhookDeadLetter').implement({
    extensions,
    description: `A message that was given up so that others could go on. Kept for ${KEPT_DAYS.deadLetters} days.`,
    fields: (t) => ({
      id: t.id({
        description: 'Opaque id, to send it once more.',
        resolve: ({ id }, _args, context) => globalId(context, 'WebhookDeadLetter', id),
      }),
      at: t.field({ type: 'DateTime', description: 'When it was tried last.', resolve: ({ at }) => new Date(at) }),
      messageId: t.exposeString('messageId', { description: about.messageId }),
      type: t.exposeString('type', { description: 'Type of the change.' }),
      changeId: t.id({
        description: about.changeId,
        resolve: ({ customerId, changeSeq }, _args, context) => changeId(context, customerId, changeSeq),
      }),
      position: t.expose('position', { type: 'Long', description: 'Position of the change in the feed.' }),
      attempts: t.exposeInt('attempts', { description: 'How often it was tried.' }),
      status: t.exposeInt('status', { nullable: true, description: about.status }),
      error: t.exposeString('error', { nullable: true, description: about.error }),
      deliveredAt: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'When it was sent once more and got through; null: not yet.',
        resolve: ({ deliveredAt }) => (deliveredAt === null ? null : new Date(deliveredAt)),
      }),
    }),
  });
  return { Attempt, Letter };
}

/** The attempts of an endpoint, newest first; one statement for all endpoints of the answer. */
export async function attemptPage(
  context: GraphContext,
  endpointId: string,
  { failed, ...args }: PageArguments & { readonly failed?: boolean | null | undefined },
): Promise<Page<LoggedAttempt>> {
  const window = forwards(args);
  const before = window.after === undefined ? undefined : decodeAttempt(window.after);
  const options = { before, limit: limitOf(window), failed: failed ?? false };
  const name = `webhook-attempts ${JSON.stringify(options)}`;
  const loader = context.batch.of<string, LoggedAttempt[]>(name, async (ids) => {
    const rows = await readAttempts(core(context).services.database, ids, options);
    const found = Map.groupBy(rows, (row) => row.endpointId);
    return ids.map((id) => found.get(id) ?? []);
  });
  const rows = await loader.load(endpointId);
  return toPage(rows, rows, window, ({ id }) => encode(`attempt.${id}`), notCounted);
}

/** The dead letters of an endpoint, newest change first, in the same way. */
export async function letterPage(
  context: GraphContext,
  endpointId: string,
  args: PageArguments,
): Promise<Page<DeadLetter>> {
  const window = forwards(args);
  const after = window.after === undefined ? undefined : decodeLetter(window.after);
  const options = { after, limit: limitOf(window) };
  const name = `webhook-dead-letters ${JSON.stringify(options)}`;
  const loader = context.batch.of<string, DeadLetter[]>(name, async (ids) => {
    const rows = await readDeadLetters(core(context).services.database, ids, options);
    const found = Map.groupBy(rows, (row) => row.endpointId);
    return ids.map((id) => found.get(id) ?? []);
  });
  const rows = await loader.load(endpointId);
  return toPage(rows, rows, window, ({ id, position }) => encode(`letter.${position}.${id}`), notCounted);
}

const changeId = (context: GraphContext, customerId: string, changeSeq: number | null): string =>
  globalId(context, 'Change', `${customerId}:${changeSeq}`);

function forwards(args: PageArguments): Window {
  const window = windowOf(args);
  if (window.inverted || window.before !== undefined)
    throw badInput('This list is read forwards: use first and after.', 'BAD_PAGE');
  return window;
}

const notCounted = (): number => 0;
const encode = (text: string): string => Buffer.from(text).toString('base64url');
const decode = (cursor: string): string => Buffer.from(cursor, 'base64url').toString();

function decodeAttempt(cursor: string): string {
  const [, id] = /^attempt\.(\d{1,18})$/.exec(decode(cursor)) ?? [];
  if (id === undefined) throw badCursor();
  return id;
}

function decodeLetter(cursor: string): Pick<DeadLetter, 'position' | 'id'> {
  const [, position, id] = /^letter\.(\d{1,15})\.([0-9a-f-]{36})$/.exec(decode(cursor)) ?? [];
  if (position === undefined || id === undefined) throw badCursor();
  return { position: Number(position), id };
}

const badCursor = () => badInput('This is not a cursor of this list.', 'BAD_CURSOR');
