import { refuseContacts } from '../contacts/refuse.ts';
import { reserveContacts } from '../contacts/reserve.ts';
import type { ContactWish } from '../contract/contact.ts';
import type { Sql } from '../db/database.ts';
import type { CustomerState } from '../pipeline/customer-state.ts';
import type { Engine } from '../pipeline/engine.ts';
import { type AskRefusal, type Decision, type OpenAsk, writeDecisions } from './ask.ts';
import { eligibility } from './eligible.ts';
import type { Invitation } from './invitation.ts';
import { languageFor } from './language-for.ts';
import type { PublishedSurvey } from './published.ts';

const DAY = 86_400_000;

/** What is known when wishes are decided, all of it under the customers' locks. */
export interface Ground {
  readonly engine: Engine;
  readonly customers: ReadonlyMap<string, CustomerState>;
  /** Published surveys by id. */
  readonly surveys: ReadonlyMap<string, PublishedSurvey>;
  /** Ids of surveys that have as many responses as they want. */
  readonly full: ReadonlySet<string>;
  readonly now: number;
}

/** What became of each wish: an invitation to be made, or why there is none and when it is asked again. */
export interface Verdict extends Decision {
  readonly ask: OpenAsk;
  readonly invitation?: Invitation;
}

/**
 * Decides open wishes and writes it down: what stands in the way for ever ends them, what stands in the way for a time
 * makes them wait, and the customers' attention is reserved for the others.
 */
export async function decideAsks(sql: Sql, asks: readonly OpenAsk[], ground: Ground): Promise<Verdict[]> {
  const { now, surveys } = ground;
  const verdicts: Verdict[] = [];
  const wishes: { readonly ask: OpenAsk; readonly wish: ContactWish; readonly survey: PublishedSurvey }[] = [];
  const ended: { readonly wish: ContactWish; readonly reason: string; readonly nextAt: null }[] = [];
  for (const ask of asks) {
    const survey = surveys.get(ask.surveyId);
    const reason = endOf(ask, survey, ground);
    const wish = wishOf(ask, survey);
    if (survey && reason === undefined) wishes.push({ ask, wish, survey });
    else {
      const why = reason ?? 'surveyEnded';
      ended.push({ wish, reason: why, nextAt: null });
      // the reason for which it waited until its time ran out says more
      verdicts.push({ ask, state: 'passed', reason: why === 'expired' ? (ask.reason ?? why) : why, nextAt: null });
    }
  }
  const said = await reserveContacts(
    sql,
    wishes.map(({ wish }) => wish),
    now,
    'sent',
  );
  wishes.forEach(({ ask, survey }, i) => {
    const verdict = said[i];
    if (verdict?.allowed) {
      const invitation = invitationOf(ask, survey, verdict.channel, ground);
      verdicts.push({ ask, state: 'invited', reason: null, nextAt: null, invitation });
    } else if (verdict) {
      const nextAt = Math.min(verdict.nextAt ?? ask.expiresAt, ask.expiresAt);
      verdicts.push({ ask, state: 'refused', reason: verdict.reason, nextAt });
    }
  });
  await refuseContacts(sql, ended, now);
  await writeDecisions(sql, verdicts, now);
  return verdicts;
}

/** What ends a wish for good. */
function endOf(ask: OpenAsk, survey: PublishedSurvey | undefined, ground: Ground): AskRefusal | undefined {
  const { now, engine, customers, full } = ground;
  if (ask.expiresAt <= now) return 'expired';
  if (!survey) return 'surveyEnded';
  if (full.has(survey.id)) return 'quotaFull';
  const customer = customers.get(ask.customerId);
  return customer && eligibility(engine, survey)(customer, now) ? undefined : 'notEligible';
}

function wishOf(ask: OpenAsk, survey: PublishedSurvey | undefined): ContactWish {
  const channels = survey?.document.ask?.channels;
  return {
    id: ask.id,
    customerId: ask.customerId,
    purpose: 'survey',
    subject: survey?.key ?? ask.surveyId,
    category: survey?.purpose ?? null,
    ...(channels && channels.length > 0 && { channels }),
    priority: ask.priority,
  };
}

/** The invitation has the id of the wish it comes of: there is never more than one. */
function invitationOf(ask: OpenAsk, survey: PublishedSurvey, channel: string, { customers, now }: Ground): Invitation {
  const { customerId, id, wave, touchpoint, probability, context } = ask;
  const { languages, expiresAfterDays } = survey.document;
  return {
    customerId,
    id,
    ask: id,
    surveyId: survey.id,
    survey: survey.key,
    version: survey.version,
    wave,
    touchpoint,
    channel,
    language: languageFor(customers.get(customerId)?.locale ?? null, languages),
    probability,
    context,
    createdAt: now,
    expiresAt: now + expiresAfterDays * DAY,
  };
}
