import type { ProfileDraft } from '../activities/draft.ts';
import { DAY } from './person.ts';
import type { Story } from './story.ts';

// country, language, time zone, and how many of a hundred
const HOMES = [
  [['DE', 'de-DE', 'Europe/Berlin'], 30],
  [['FR', 'fr-FR', 'Europe/Paris'], 15],
  [['GB', 'en-GB', 'Europe/London'], 14],
  [['NL', 'nl-NL', 'Europe/Amsterdam'], 9],
  [['ES', 'es-ES', 'Europe/Madrid'], 9],
  [['CN', 'zh-CN', 'Asia/Shanghai'], 9],
  [['US', 'en-US', 'America/New_York'], 8],
  [['PL', 'pl-PL', 'Europe/Warsaw'], 6],
] as const;

/** What is known about the person. Not everything is known about everybody. */
export function drawProfile(story: Story): ProfileDraft {
  const { person, world, plan } = story;
  const { random } = person;
  const [country, locale, timeZone] = random.weighted(HOMES);
  const age = Math.min(88, 18 + random.gamma(4, 24));
  const birthDate = new Date(world.now - age * 365.25 * DAY).toISOString().slice(0, 10);
  return {
    customer: person.ref,
    locale,
    timeZone,
    joinedAt: person.joinedAt,
    attributes: {
      country,
      newsletter: random.chance(0.55),
      ...(random.chance(0.8) ? { birthDate } : {}),
      ...(plan ? { plan } : {}),
    },
  };
}
