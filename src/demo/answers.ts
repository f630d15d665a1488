import { DAY, HOUR } from './person.ts';
import type { Random } from './random.ts';
import { drawScore, moodAt } from './ratings.ts';
import type { Story } from './story.ts';
import { PURCHASE_SURVEY, RELATIONSHIP_SURVEY } from './surveys.ts';

const PRAISE = [
  'Great service, thank you!',
  'Fast delivery and friendly people.',
  '东西很好，发货也快。',
  'I love the quality.',
];
const COMPLAINTS = [
  'The delivery was late and nobody answered.',
  'Too expensive for what you get.',
  '客服态度不好，很失望。',
  'It arrived damaged.',
];
const WISHES = ['It would be nice if you delivered on Saturdays.', 'Please add more sizes.', '希望包装能再好一点。'];

/** What the person answers when asked: whether they would recommend us, and how a purchase was. */
export function tellAnswers(story: Story): void {
  tellRecommendations(story);
  tellPurchaseAnswers(story);
}

/** About every half year some say whether they would recommend us, from 0 to 10, and some of them why. */
function tellRecommendations(story: Story): void {
  const { random, joinedAt } = story.person;
  const survey = RELATIONSHIP_SURVEY;
  for (let at = joinedAt + 30 * DAY; at <= story.end; at += 182 * DAY) {
    if (!random.chance(0.25)) continue;
    const feels = random.normal(2.3 * moodAt(story, at) - 1.2, 1.5);
    const score = Math.min(10, Math.max(0, Math.round(feels)));
    const answeredAt = story.daytime(at + random.exponential(4) * DAY);
    const response = `recommend-${answeredAt}`;
    story.tell('surveyAnswer', answeredAt, { survey, question: 'recommend', score, response });
    if (!random.chance(0.4)) continue;
    const text = comment(random, score >= 9, score <= 6);
    story.tell('surveyAnswer', answeredAt, { survey, question: 'reason', text, response });
  }
}

/** The parcel of some purchases is known to have come; about every twentieth buyer says how it was. */
function tellPurchaseAnswers(story: Story): void {
  const { random } = story.person;
  const purchases = story.activities.filter(({ kind }) => kind === 'purchase');
  for (const { occurredAt = 0, payload } of purchases) {
    const at = occurredAt + random.between(2, 5) * DAY;
    if (random.chance(0.1)) story.tell('touchpointReached', at - DAY, { touchpoint: 'delivery', channel: 'online' });
    if (!random.chance(0.05)) continue;
    const response = `purchase-${occurredAt}`;
    const place = typeof payload.store === 'string' ? { store: payload.store } : {};
    const common = {
      survey: PURCHASE_SURVEY,
      touchpoint: 'purchase',
      online: payload.channel === 'online',
      response,
      ...place,
    };
    const overall = drawScore(random, moodAt(story, at));
    story.tell('surveyAnswer', at, { ...common, question: 'overall', score: overall });
    for (const question of ['product', 'service'])
      story.tell('surveyAnswer', at, {
        ...common,
        question,
        score: drawScore(random, (moodAt(story, at) + overall) / 2),
      });
    if (random.chance(0.3))
      story.tell('surveyAnswer', at + HOUR / 60, {
        ...common,
        question: 'better',
        text: comment(random, overall === 5, overall < 3),
      });
  }
}

const comment = (random: Random, happy: boolean, unhappy: boolean): string =>
  random.pick(happy ? PRAISE : unhappy ? COMPLAINTS : WISHES);
