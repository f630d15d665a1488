import { type ClientInput, createClient } from '../../src/access/clients.ts';
import { createKey } from '../../src/access/keys.ts';
import { operator } from '../../src/access/viewer.ts';
import type { TestApp } from '../support/app.ts';

/** What a mutation of authoring answers, in the parts that tests look at. */
export interface Done {
  readonly __typename: string;
  readonly code?: string;
  readonly message?: string;
  readonly issues?: readonly { readonly path: readonly string[]; readonly code: string; readonly message: string }[];
  readonly version?: { readonly number: number; readonly status: string; readonly approvedBy: readonly string[] };
  readonly versions?: readonly { readonly number: number; readonly status: string }[];
  readonly job?: { readonly id: string };
  readonly theirs?: { readonly number: number; readonly source: string };
}

const VERSION = 'version { number status approvedBy }';
const SELECT: Readonly<Record<string, string>> = {
  saveRuleSet: VERSION,
  submitRuleSetVersion: VERSION,
  commentOnRuleSetVersion: VERSION,
  reviewRuleSetVersion: VERSION,
  discardRuleSetVersion: VERSION,
  unscheduleRuleSetVersion: VERSION,
  revertRuleSet: `${VERSION} job { id }`,
  publishRuleSet: 'job { id }',
  publishRuleSets: 'versions { number status } job { id }',
  previewRuleSet: 'preview { id }',
  scheduleRuleSets: 'versions { number status }',
};
const more = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** Somebody who writes and publishes rules over the API. */
export interface Author {
  readonly name: string;
  readonly headers: Record<string, string>;
  /** Does something; `verb` is the name of the mutation. */
  act(verb: string, input: object, language?: string): Promise<Done>;
  ask<Data>(document: string, variables?: object, language?: string): Promise<Data>;
}

export async function author(app: TestApp, name: string, rights: Partial<ClientInput> = {}): Promise<Author> {
  const { id } = await createClient(app.app.database, operator, { name, role: 'marketer', ...rights });
  const headers = { authorization: `Bearer ${(await createKey(app.app.database, operator, id)).text}` };
  const ask = async <Data>(document: string, variables: object = {}, language = 'en'): Promise<Data> => {
    const spoken = { ...headers, 'accept-language': language };
    const { data, errors } = await app.run<Data>(document, { ...variables }, spoken);
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  };
  return {
    name,
    headers,
    ask,
    async act(verb, input, language) {
      const conflict = verb === 'saveRuleSet' ? '... on VersionConflictError { theirs { number source } }' : '';
      const { it } = await ask<{ it: Done }>(
        `mutation ($input: ${more(verb)}Input!) { it: ${verb}(input: $input) {
          __typename ... on ${more(verb)}Success { ${SELECT[verb]} } ... on UserError { code message }
          ... on ValidationError { issues { path code message } } ${conflict} } }`,
        { input },
        language,
      );
      return it;
    },
  };
}

/** A document of segments, each for those with at least so many orders. */
export const segmentsOf = (least: Readonly<Record<string, number>>): string =>
  JSON.stringify({
    segments: Object.entries(least).map(([key, value]) => ({
      key,
      title: key,
      when: { all: [{ fact: 'ordersEver', operator: 'greaterThanInclusive', value }] },
    })),
  });

export const tiersOf = (least: number): string =>
  JSON.stringify({
    tiers: [
      {
        key: 'gold',
        title: 'Gold',
        rank: 1,
        when: { all: [{ fact: 'ordersEver', operator: 'greaterThanInclusive', value: least }] },
      },
    ],
  });
