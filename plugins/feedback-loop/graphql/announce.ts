import { type Builder, ConflictError, inherited, NotFoundError, needs, ValidationError } from '#contract';
import { announce, checkWanted } from '../announcements/announce.ts';
import { type Announcement, LIMITS } from '../announcements/announcement.ts';
import { stopAnnouncement } from '../announcements/stop.ts';
import type { announcementType } from './announcement-type.ts';

/** `Mutation.announceWhatWasDone`, and `stopAnnouncement`. */
export function announcing(builder: Builder, { AnnouncementRef }: ReturnType<typeof announcementType>): void {
  const success = (name: string, description: string) =>
    builder.objectRef<Announcement>(name).implement({
      extensions: inherited,
      description,
      fields: (t) => ({
        announcement: t.field({
          extensions: needs('customers:read'),
          type: AnnouncementRef,
          description: 'The announcement as it is now.',
          resolve: (one) => one,
        }),
      }),
    });
  const Announced = success('AnnounceWhatWasDoneSuccess', 'It is noted who is to be told, and a worker tells them.');
  const Stopped = success('StopAnnouncementSuccess', 'Whoever was not told yet is not told any more.');
  const Input = builder.inputType('AnnounceWhatWasDoneInput', {
    description: 'What was done, and about which theme.',
    fields: (t) => ({
      key: t.string({
        required: true,
        description: `Idempotency key, 1 to ${LIMITS.key} characters: the same again announces nothing more.`,
      }),
      theme: t.string({ required: true, description: 'Theme of the cases, as their activities named it.' }),
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
  const StopInput = builder.inputType('StopAnnouncementInput', {
    description: 'Which announcement.',
    fields: (t) => ({ key: t.string({ required: true, description: 'Its key.' }) }),
  });
  builder.mutationFields((t) => ({
    announceWhatWasDone: t.field({
      extensions: needs('feedback:tell'),
      type: Announced,
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
    stopAnnouncement: t.field({
      extensions: needs('feedback:tell'),
      type: Stopped,
      description: 'Tells nobody else; the cases of who was not told stay as they are, and can be announced anew.',
      errors: {
        types: [NotFoundError],
        union: { name: 'StopAnnouncementResult', description: 'Success, or why nothing was done.' },
        directResult: true,
      },
      args: { input: t.arg({ type: StopInput, required: true, description: 'Which one.' }) },
      resolve: (_root, { input }, context) => context.act([], (tx) => stopAnnouncement(tx, input.key)),
    }),
  }));
}
