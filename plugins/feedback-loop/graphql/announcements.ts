import { type Builder, ConflictError, type GraphContext, inherited, needs, ValidationError } from '#contract';
import { announce, checkWanted } from '../announcements/announce.ts';
import { type Announcement, LIMITS } from '../announcements/announcement.ts';
import { readAnnouncements } from '../announcements/store.ts';
import { AnnouncementMade } from '../changes.ts';
import { announcementType } from './announcement-type.ts';
import type { caseType } from './case-type.ts';

/** `Mutation.announceWhatWasDone`, how far it has come, and its words beside the change for a mailer. */
export function announcements(builder: Builder, types: ReturnType<typeof caseType>): void {
  const { AnnouncementRef } = announcementType(builder, types);
  const Input = builder.inputType('AnnounceWhatWasDoneInput', {
    description: 'What was done, and about which theme.',
    fields: (t) => ({
      key: t.string({
        required: true,
        description: `Idempotency key, 1 to ${LIMITS.key} characters: the same again announces nothing more.`,
      }),
      theme: t.string({ required: true, description: 'Theme of the cases, as `caseAnalysed` named it.' }),
      text: t.string({
        required: true,
        description: `What was done, in up to ${LIMITS.text} characters: the same for all, so nothing about a person.`,
      }),
      ruleSet: t.string({ description: 'Only about cases that the rule set with this key opened.' }),
      channels: t.stringList({
        description: 'Ways by which it may be told; left out: all that the contact policy has.',
      }),
      withinDays: t.int({
        required: true,
        defaultValue: 14,
        description: `For how many days those wait whom the contact policy refuses, 1 to ${LIMITS.days}.`,
      }),
    }),
  });
  const Success = builder.objectRef<Announcement>('AnnounceWhatWasDoneSuccess').implement({
    extensions: inherited,
    description: 'It is noted who is to be told, and a worker tells them.',
    fields: (t) => ({
      announcement: t.field({
        extensions: needs('customers:read'),
        type: AnnouncementRef,
        description: 'The announcement as it is now.',
        resolve: (one) => one,
      }),
    }),
  });
  builder.mutationField('announceWhatWasDone', (t) =>
    t.field({
      extensions: needs('feedback:tell'),
      type: Success,
      description:
        'Tells exactly those whose cases of a theme are acted upon at this moment what was done, as far as the contact policy ' +
        `allows, at most ${LIMITS.customers} customers. Who is told has these cases closed and one change \`announcement.made\`.`,
      errors: {
        types: [ValidationError, ConflictError],
        union: { name: 'AnnounceWhatWasDoneResult', description: 'Success, or why nothing is told.' },
        directResult: true,
      },
      args: { input: t.arg({ type: Input, required: true, description: 'What was done, and about what.' }) },
      resolve: (_root, { input }, context) => {
        const { key, theme, text, withinDays } = input;
        const { channels = null, ruleSet = null } = input;
        const wanted = { key, theme, text, channels, ruleSet, withinDays, author: context.viewer.name };
        checkWanted(wanted);
        return context.act([], (tx) => announce(tx, wanted));
      },
    }),
  );
  builder.queryField('feedbackAnnouncement', (t) =>
    t.field({
      extensions: needs('customers:read'),
      type: AnnouncementRef,
      nullable: true,
      description: 'What was announced under a key, and how far that has come.',
      args: { key: t.arg.string({ required: true, description: 'Its key.' }) },
      resolve: (_root, { key }, context) => announcementOf(context, key),
    }),
  );
  builder.objectField(AnnouncementMade.name as never, 'feedbackAnnouncement', (t) =>
    t.field({
      extensions: needs('customers:read'),
      type: AnnouncementRef,
      nullable: true,
      description: 'What the customer is told.',
      resolve: (change, _args, context) => announcementOf(context, (change as Told).details?.announcement ?? ''),
    }),
  );
}

/** A change as the API carries it, as far as it matters here. */
interface Told {
  readonly details: Readonly<Record<string, string>> | null;
}

/** Those of one answer are read together. */
const announcementOf = (context: GraphContext, key: string): Promise<Announcement | null> =>
  context.batch
    .of<string, Announcement | null>('feedback:announcements', async (keys) => {
      const found = new Map((await readAnnouncements(context, keys)).map((one) => [one.key, one]));
      return keys.map((one) => found.get(one) ?? null);
    })
    .load(key);
