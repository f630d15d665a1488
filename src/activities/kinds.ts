import { type ActivityKind, defineActivity } from '../contract/activity.ts';
import { channel, currency, money, period, reference, text, words } from './fields.ts';
import { surveyActivities } from './survey-kinds.ts';

const complaint = text('Your key of the complaint; all activities with the same key tell its story.', true);
const plan = text('Your key of the plan (the contract or subscription).', true);
const inComplaint = { type: 'complaint', by: 'complaint' };
const inPlan = { type: 'plan', by: 'plan' };

/** The kinds of activity that core knows, in the order in which the API lists them. */
export const coreActivities: readonly ActivityKind[] = [
  defineActivity({
    key: 'purchase',
    title: 'Purchase',
    description: 'The customer bought something.',
    fields: {
      amount: money('What the customer paid, before any refund.'),
      currency,
      channel: channel(false, 'online', 'store', 'phone'),
      store: text('Shop, site or country where it was bought.'),
      items: { type: 'items', description: 'What was bought; at most 200 items.' },
    },
  }),
  defineActivity({
    key: 'refund',
    title: 'Refund',
    description: 'The customer got money back, for all or part of a purchase.',
    fields: {
      amount: money('What the customer got back.'),
      currency,
      purchaseKey: reference(
        'The key of the purchase (same source). All refunds of a purchase together cannot exceed it.',
      ),
      reason: words('Why, in the words of the customer.'),
      reasonCode: text('Why, as a word of yours: "damaged".'),
    },
  }),
  defineActivity({
    key: 'interaction',
    title: 'Interaction',
    description: 'The customer was in touch, or looked at what we sent or published.',
    fields: {
      channel: channel(true, 'social', 'email', 'chat', 'call', 'web', 'app'),
      type: {
        type: 'enum',
        description: 'What the customer did.',
        required: true,
        values: ['like', 'comment', 'share', 'open', 'reply', 'click', 'conversation', 'login', 'content'],
      },
      duration: { type: 'duration', description: 'How long it took.', min: 0 },
      content: words('The content or message itself.'),
      campaign: text('Your key of the content, campaign or message: "spring-letter".'),
    },
  }),
  defineActivity({
    key: 'complaintOpened',
    title: 'Complaint opened',
    description: 'The customer complained.',
    fields: {
      complaint,
      topic: text('What it is about, as a word of yours: "delivery".'),
      text: words('What the customer wrote.'),
    },
    thread: inComplaint,
  }),
  defineActivity({
    key: 'complaintAnswered',
    title: 'Complaint answered',
    description: 'A person answered the complaint.',
    fields: { complaint },
    thread: inComplaint,
  }),
  defineActivity({
    key: 'complaintResolved',
    title: 'Complaint resolved',
    description: 'The complaint was resolved.',
    fields: {
      complaint,
      firstContact: { type: 'boolean', description: 'Whether it was resolved at the first contact.' },
    },
    thread: inComplaint,
  }),
  defineActivity({
    key: 'complaintReopened',
    title: 'Complaint reopened',
    description: 'The customer was not content with how it was resolved.',
    fields: { complaint },
    thread: inComplaint,
  }),
  defineActivity({
    key: 'planStarted',
    title: 'Plan started',
    description: 'A plan began; its first term runs from now.',
    fields: {
      plan,
      name: text('Name of the plan.'),
      value: money('Price of one term.'),
      currency,
      period: period(true),
    },
    thread: inPlan,
  }),
  defineActivity({
    key: 'planRenewed',
    title: 'Plan renewed',
    description: 'A new term of the plan began.',
    fields: {
      plan,
      value: { ...money('Price of one term, when it changed.'), required: false },
      currency: { ...currency, required: false },
      period: period(false),
    },
    thread: inPlan,
  }),
  defineActivity({
    key: 'planUpgraded',
    title: 'Plan upgraded',
    description: 'The customer moved to a higher plan.',
    fields: { plan, name: text('Name of the new plan.'), value: money('New price of one term.'), currency },
    thread: inPlan,
  }),
  defineActivity({
    key: 'planDowngraded',
    title: 'Plan downgraded',
    description: 'The customer moved to a lower plan.',
    fields: { plan, name: text('Name of the new plan.'), value: money('New price of one term.'), currency },
    thread: inPlan,
  }),
  defineActivity({
    key: 'planCancelled',
    title: 'Plan cancelled',
    description: 'The customer ended the plan.',
    fields: {
      plan,
      reason: words('Why, in the words of the customer.'),
      reasonCode: text('Why, as a word of yours: "too-expensive".'),
    },
    thread: inPlan,
  }),
  defineActivity({
    key: 'referralMade',
    title: 'Referral made',
    description: 'The customer recommended us to somebody.',
    fields: { referral: reference('Your key of the referral.', true), channel: text('How it was sent.') },
  }),
  defineActivity({
    key: 'referralConverted',
    title: 'Referral converted',
    description: 'The person who was referred became a customer.',
    fields: { referral: reference('Your key of the referral.', true) },
  }),
  defineActivity({
    key: 'rating',
    title: 'Rating',
    description: 'The customer rated something, on the scale given.',
    fields: {
      score: { type: 'decimal', description: 'The rating.', required: true },
      scaleMin: { type: 'decimal', description: 'Lowest value of the scale.', required: true },
      scaleMax: { type: 'decimal', description: 'Highest value of the scale.', required: true },
      subject: text('What was rated.'),
    },
  }),
  ...surveyActivities,
];
