import { customerIdOf } from '../activities/identify.ts';
import type { Builder, GraphContext } from '../contract/graphql.ts';
import { inherited, needs } from '../contract/scope.ts';
import { Customer } from '../customers/customer.ts';
import { NotFoundError, ValidationError } from '../errors.ts';
import { ASK_STATES, ASK_TRIGGERS, type AskState, type AskTrigger } from '../surveys/ask.ts';
import { askCustomer } from '../surveys/ask-customer.ts';
import { type KeptAsk, type KeptInvitation, readAsk, readAsks, readInvitations } from '../surveys/read-asks.ts';
import { constantCase } from './activity-inputs.ts';
import { pageComplexity } from './builder.ts';
import type { ToldChange } from './changes.ts';
import type { AnyRefusal, ContactEnums } from './contacts.ts';
import { core } from './context.ts';
import { customerRef, loadCustomer } from './customer-reference.ts';
import { globalId } from './global-ids.ts';
import { newestPage } from './newest-page.ts';

const TRIGGERS: Record<AskTrigger, string> = {
  activity: 'Something that the customer did or said.',
  schedule: 'A round of a periodic survey.',
  touchpoint: 'A touchpoint that the customer reached.',
  request: 'Somebody asked for it, or another system.',
};

const STATES: Record<AskState, string> = {
  waiting: 'Its time has not come yet.',
  refused: 'It was refused for now, and is asked again at `nextAt`.',
  invited: 'The customer is invited.',
  passed: 'It ended without an invitation.',
};

/** `SurveyInvitation`, `Customer.surveyAsks`, `askCustomer`: whom surveys ask, and what became of it. */
export function surveysAsking(builder: Builder, { Reason }: ContactEnums): void {
  const Invitation = invitationType(builder);
  const Ask = askType(builder, Reason, Invitation);
  builder.objectField(Customer, 'surveyAsks', (t) =>
    t.connection(
      {
        extensions: needs('surveys:read'),
        type: Ask,
        description: 'Every wish to ask the customer, newest first: who waits, who was invited, who was not and why.',
        complexity: pageComplexity,
        resolve: async ({ id }, args, context) =>
          (await newestPage(context, id, args, { name: 'survey-asks', read: readAsks })) as never,
      },
      { name: 'SurveyAskConnection', description: 'A page of wishes to ask.' },
      { name: 'SurveyAskEdge', description: 'A wish and its place in the list.' },
    ),
  );
  builder.objectField('SurveyInvited' as never, 'surveyInvitation', (t) =>
    t.field({
      extensions: needs('surveys:read'),
      type: Invitation,
      nullable: true,
      description: 'The invitation as it is now, with its link.',
      resolve: (change, _args, context: GraphContext) => {
        const { customerId, to } = change as unknown as ToldChange;
        return loadInvitation(context, customerId, to ?? '');
      },
    }),
  );
  askMutation(builder, Ask);
}

function invitationType(builder: Builder) {
  const date = (at: number | null): Date | null => (at === null ? null : new Date(at));
  return builder.objectRef<KeptInvitation>('SurveyInvitation').implement({
    extensions: needs('surveys:read'),
    description: 'An invitation to answer a survey, used at most once.',
    fields: (t) => ({
      id: t.id({
        description: 'Opaque id.',
        resolve: ({ customerId, id }, _args, context) => globalId(context, 'SurveyInvitation', `${customerId}:${id}`),
      }),
      customer: t.field({
        extensions: inherited,
        type: Customer,
        description: 'Who is invited, as they are now.',
        resolve: ({ customerId }, _args, context) => loadCustomer(context, customerId),
      }),
      survey: t.exposeString('survey', { description: 'Key of the survey.' }),
      version: t.exposeInt('version', { description: 'Number of the version that is answered.' }),
      channel: t.exposeString('channel', { description: 'By which way it is to be sent: "email".' }),
      language: t.exposeString('language', { description: 'In which language: "en".' }),
      wave: t.exposeString('wave', { nullable: true, description: 'The round; null: it belongs to none.' }),
      touchpoint: t.exposeString('touchpoint', { nullable: true, description: 'The point it asks about.' }),
      link: t.string({
        extensions: needs('surveys:invite'),
        description:
          'Address of the page on which it is answered. Who has it can answer: give it to the customer only.',
        resolve: ({ customerId, id, expiresAt }, _args, context) =>
          core(context).services.links.of({ customerId, invitationId: id, expiresAt }),
      }),
      createdAt: t.field({
        type: 'DateTime',
        description: 'When it was made.',
        resolve: ({ createdAt }) => new Date(createdAt),
      }),
      expiresAt: t.field({
        type: 'DateTime',
        description: 'Until when it can be answered.',
        resolve: ({ expiresAt }) => new Date(expiresAt),
      }),
      openedAt: t.field({
        type: 'DateTime',
        nullable: true,
        description:
          'When a person was first at work on the page; null: not yet. To look at it does not count: programs do, too.',
        resolve: ({ openedAt }) => date(openedAt),
      }),
      answeredAt: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'When the first question was answered; null: not yet.',
        resolve: ({ answeredAt }) => date(answeredAt),
      }),
      completedAt: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'When it was answered to the end; null: not yet.',
        resolve: ({ completedAt }) => date(completedAt),
      }),
    }),
  });
}

type InvitationType = ReturnType<typeof invitationType>;

function askType(builder: Builder, Reason: ContactEnums['Reason'], Invitation: InvitationType) {
  const Trigger = builder.enumType('SurveyAskTrigger', {
    description: 'What led to a wish to ask.',
    values: Object.fromEntries(
      ASK_TRIGGERS.map((value) => [constantCase(value), { value, description: TRIGGERS[value] }]),
    ),
  });
  const State = builder.enumType('SurveyAskState', {
    description: 'What became of a wish to ask.',
    values: Object.fromEntries(ASK_STATES.map((value) => [constantCase(value), { value, description: STATES[value] }])),
  });
  return builder.objectRef<KeptAsk>('SurveyAsk').implement({
    extensions: needs('surveys:read'),
    description: 'A wish to ask a customer. It is never dropped silently: it leads to an invitation, or says why not.',
    fields: (t) => ({
      survey: t.exposeString('survey', { description: 'Key of the survey.' }),
      trigger: t.field({ type: Trigger, description: 'What led to it.', resolve: ({ trigger }) => trigger }),
      activityId: t.id({
        extensions: needs('activities:read'),
        nullable: true,
        description: 'The activity that led to it, when one did.',
        resolve: ({ causeActivity }, _args, context) =>
          causeActivity === null ? null : globalId(context, 'Activity', causeActivity),
      }),
      wave: t.exposeString('wave', { nullable: true, description: 'The round; null: it belongs to none.' }),
      touchpoint: t.exposeString('touchpoint', { nullable: true, description: 'The point it asks about.' }),
      probability: t.exposeFloat('probability', { description: 'With which it was drawn into the sample, up to 1.' }),
      state: t.field({ type: State, description: 'What became of it.', resolve: ({ state }) => state }),
      reason: t.field({
        type: Reason,
        nullable: true,
        description: 'Why there is no invitation, or was none the last time; null: it was never refused.',
        resolve: ({ reason }) => reason as AnyRefusal | null,
      }),
      tries: t.exposeInt('tries', { description: 'How often it was decided about.' }),
      createdAt: t.field({ type: 'DateTime', description: 'When it was made.', resolve: ({ at }) => new Date(at) }),
      dueAt: t.field({
        type: 'DateTime',
        description: 'From when on the customer may be asked.',
        resolve: ({ dueAt }) => new Date(dueAt),
      }),
      nextAt: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'When it is decided about next; null: never any more.',
        resolve: ({ nextAt }) => (nextAt === null ? null : new Date(nextAt)),
      }),
      expiresAt: t.field({
        type: 'DateTime',
        description: 'When it ends if the customer could not be asked until then.',
        resolve: ({ expiresAt }) => new Date(expiresAt),
      }),
      closedAt: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'When it led to an invitation or ended; null: it is open.',
        resolve: ({ closedAt }) => (closedAt === null ? null : new Date(closedAt)),
      }),
      invitation: t.field({
        type: Invitation,
        nullable: true,
        description: 'The invitation; null: there is none.',
        resolve: ({ state, customerId, id }, _args, context) =>
          state === 'invited' ? loadInvitation(context, customerId, id) : null,
      }),
    }),
  });
}

/** An invitation; those of an answer are read together. */
const loadInvitation = (context: GraphContext, customerId: string, id: string): Promise<KeptInvitation | null> =>
  context.batch
    .of<string, KeptInvitation | null>('survey-invitations', async (names) => {
      const wanted = names.map((name) => ({ customerId: name.slice(0, 36), id: name.slice(37) }));
      const rows = await readInvitations(core(context).services.database, wanted);
      const found = new Map(rows.map((row) => [`${row.customerId}:${row.id}`, row]));
      return names.map((name) => found.get(name) ?? null);
    })
    .load(`${customerId}:${id}`);

function askMutation(builder: Builder, Ask: ReturnType<typeof askType>): void {
  const Input = builder.inputType('AskCustomerInput', {
    description: 'Whom to ask what.',
    fields: (t) => ({
      customer: t.field({ type: 'CustomerReference', required: true, description: 'Which customer; a known one.' }),
      survey: t.string({ required: true, description: 'Key of a published survey.' }),
      key: t.string({
        required: true,
        description: 'Your key of this wish: "ticket-8812". The same one again asks nothing new.',
      }),
      touchpoint: t.string({ description: 'The point it asks about, as a word of yours: "support".' }),
      channel: t.string({ description: 'Where that happened which it asks about: "store", "chat".' }),
      store: t.string({ description: 'Shop, site or country where it happened.' }),
      online: t.boolean({ description: 'Whether it happened online.' }),
      wait: t.boolean({
        defaultValue: true,
        description: 'Whether to ask again when what stands in the way now is over; otherwise a refusal ends it.',
      }),
    }),
  });
  builder.mutationField('askCustomer', (t) =>
    t.field({
      extensions: needs('surveys:write', 'surveys:invite'),
      type: Ask,
      description: 'Asks a customer now, as far as the contact policy and the survey allow.',
      errors: {
        types: [ValidationError, NotFoundError],
        union: { name: 'AskCustomerResult', description: 'What became of the wish, or why there is none.' },
        result: { name: 'AskCustomerSuccess', extensions: inherited, description: 'The wish was decided about.' },
        dataField: {
          name: 'ask',
          description: 'The wish: with its invitation, or the reason for which there is none.',
        },
      },
      args: { input: t.arg({ type: Input, required: true, description: 'Whom to ask what.' }) },
      resolve: async (_root, { input }, context) => {
        const { road, database, clock } = core(context).services;
        const ref = customerRef(context, input.customer);
        const customerId = ref.id ?? customerIdOf(ref.externalId);
        const { survey, key, touchpoint, channel, store, online, wait } = input;
        const request = {
          ...{ customerId, survey, key, touchpoint: touchpoint ?? null, wait: wait ?? true },
          context: {
            ...(typeof channel === 'string' && { channel }),
            ...(typeof store === 'string' && { store }),
            ...(typeof online === 'boolean' && { online }),
          },
        };
        const id = await askCustomer(road, request, clock?.());
        const ask = await readAsk(database, customerId, id);
        if (!ask) throw new NotFoundError('There is no such wish.');
        return ask;
      },
    }),
  );
}
