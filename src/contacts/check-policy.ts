import { CONTACT_PURPOSES } from '../contract/contact.ts';
import type { Issue } from '../errors.ts';
import { type ContactPolicy, MOST_DAYS, type QuietHours } from './policy.ts';

const MOST_PARTS = 50;
const MOST_CONTACTS = 1000;
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const CATEGORY = /^[a-z][a-z0-9-]{0,31}$/;

/** Everything that is wrong with a policy; what the types say is taken for granted. */
export function checkPolicy(policy: ContactPolicy): Issue[] {
  const { limits, waits, quietHours, channels, priorities } = policy;
  const issues: Issue[] = [];
  const refuse = (path: readonly (string | number)[], code: string, message: string): void =>
    void issues.push({ path: path.map(String), code, message });
  const count = (path: readonly (string | number)[], value: number, least: number, most: number): void => {
    if (!Number.isInteger(value) || value < least || value > most)
      refuse(path, 'OUT_OF_RANGE', `This must be a whole number from ${least} to ${most}.`);
  };
  const category = (path: readonly (string | number)[], value: string | null): void => {
    if (value !== null && !CATEGORY.test(value))
      refuse(path, 'BAD_CATEGORY', 'A category is a word in small letters, such as relationship.');
  };
  for (const [name, list] of Object.entries({ limits, waits, priorities }))
    if (list.length > MOST_PARTS) refuse([name], 'TOO_MANY', `At most ${MOST_PARTS} are possible.`);

  for (const [i, { most, days }] of limits.entries()) {
    count(['limits', i, 'most'], most, 1, MOST_CONTACTS);
    count(['limits', i, 'days'], days, 1, MOST_DAYS);
  }
  for (const [i, wait] of waits.entries()) {
    category(['waits', i, 'category'], wait.category);
    count(['waits', i, 'days'], wait.days, 1, MOST_DAYS);
  }
  for (const [i, priority] of priorities.entries()) {
    category(['priorities', i, 'category'], priority.category);
    count(['priorities', i, 'priority'], priority.priority, -1000, 1000);
  }
  if (quietHours) checkQuietHours(quietHours, refuse);
  if (channels.length === 0) refuse(['channels'], 'EMPTY', 'Name at least one way to reach customers.');
  doubled(waits.map((wait) => wait.category)).forEach((i) => {
    refuse(['waits', i, 'category'], 'DOUBLED', 'This category has a waiting time already.');
  });
  doubled(channels).forEach((i) => {
    refuse(['channels', i], 'DOUBLED', 'This channel is named already.');
  });
  doubled(priorities.map((one) => `${one.purpose} ${one.category}`)).forEach((i) => {
    refuse(['priorities', i], 'DOUBLED', 'There is a priority for the same already.');
  });
  for (const purpose of CONTACT_PURPOSES)
    if (policy.consent[purpose] === undefined) refuse(['consent'], 'MISSING', `Say whether ${purpose} needs consent.`);
  return issues;
}

function checkQuietHours(
  { from, to }: QuietHours,
  refuse: (path: readonly string[], code: string, message: string) => void,
): void {
  for (const [name, time] of Object.entries({ from, to }))
    if (!TIME.test(time)) refuse(['quietHours', name], 'BAD_TIME', 'A time of day is written like 21:00.');
  if (from === to) refuse(['quietHours', 'to'], 'NO_TIME_LEFT', 'Quiet hours end at another time than they begin.');
}

/** Places at which something stands that stood before. */
const doubled = (values: readonly string[]): number[] =>
  values.flatMap((value, i) => (values.indexOf(value) < i ? [i] : []));
