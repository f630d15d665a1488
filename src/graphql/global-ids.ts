import { decodeGlobalID as decode, encodeGlobalID as encode } from '@pothos/plugin-relay';
import type { GraphContext } from '../contract/graphql.ts';
import { core } from './context.ts';

/** Types whose ids begin with a uuid that leads to one customer: who may not know it gets a pseudonym in its place. */
const TELLING = new Set(['Customer', 'Change', 'Activity', 'SurveyInvitation']);
const UUID_LENGTH = 36;
const PSEUDONYM_LENGTH = 22;

/** The opaque id of something, as this viewer sees it. */
export function globalId(context: GraphContext, type: string, id: string): string {
  const pseudonyms = TELLING.has(type) ? core(context).pseudonyms : null;
  if (!pseudonyms) return encode(type, id);
  return encode(type, pseudonyms.of(id.slice(0, UUID_LENGTH)) + id.slice(UUID_LENGTH));
}

/** What an opaque id stands for, when this viewer gives it; an empty id when it stands for nothing. */
export function readGlobalId(context: GraphContext, text: string): { readonly typename: string; readonly id: string } {
  const { typename, id } = decode(text);
  const pseudonyms = TELLING.has(typename) ? core(context).pseudonyms : null;
  if (!pseudonyms) return { typename, id };
  const uuid = pseudonyms.read(id.slice(0, PSEUDONYM_LENGTH));
  return { typename, id: uuid === undefined ? '' : uuid + id.slice(PSEUDONYM_LENGTH) };
}

/** What a global id of this type stands for; an id of another type, or none at all, gives an empty text. */
export function localId(context: GraphContext, type: string, text: string): string {
  try {
    const { typename, id } = readGlobalId(context, text);
    return typename === type ? id : '';
  } catch {
    return '';
  }
}

/** The uuid of something about a customer, as it may stand in a cursor that this viewer gets. */
export const maskId = (context: GraphContext, uuid: string): string => core(context).pseudonyms?.mask(uuid) ?? uuid;

/** The uuid that stood in a cursor of this viewer. */
export const unmaskId = (context: GraphContext, uuid: string): string => core(context).pseudonyms?.unmask(uuid) ?? uuid;
