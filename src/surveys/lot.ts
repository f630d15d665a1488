import { createHash } from 'node:crypto';

/** What chance decides about an ask, the same on every machine and in every run. */
export interface Lot {
  /** The id of the ask. */
  readonly id: string;
  /** Of the shares of a sample, from 0 to 1: an ask is made when this is below the share. */
  readonly share: number;
  /** On which of the days of a wave, from 0 to 1. */
  readonly day: number;
}

/** Draws the lot of a text: of a survey and what it asks about. */
export function drawLot(text: string): Lot {
  const bytes = createHash('sha256').update(text).digest();
  const hex = bytes.toString('hex', 0, 16);
  return {
    id: [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-'),
    share: bytes.readUInt32BE(16) / RANGE,
    day: bytes.readUInt32BE(20) / RANGE,
  };
}

const RANGE = 4_294_967_296;

const fraction = (bytes: string, from: number): string =>
  `((get_byte(${bytes}, ${from}) * 16777216::bigint + get_byte(${bytes}, ${from + 1}) * 65536 +
     get_byte(${bytes}, ${from + 2}) * 256 + get_byte(${bytes}, ${from + 3})) / ${RANGE}.0::float8)`;

/** The same in SQL: the digest of a text, and the parts of the lot that follow from it. */
export const LOT_SQL = {
  digest: (text: string): string => `sha256(convert_to(${text}, 'UTF8'))`,
  id: (digest: string): string => `encode(substr(${digest}, 1, 16), 'hex')::uuid`,
  share: (digest: string): string => fraction(digest, 16),
  day: (digest: string): string => fraction(digest, 20),
};

/** What the lot of an ask after an activity is drawn from. */
export const activityLot = (surveyId: string, activityId: string): string => `activity ${surveyId} ${activityId}`;

/** What the lot of a customer in a wave is drawn from: this, and the id of the customer. */
export const waveLot = (surveyId: string, wave: string): string => `wave ${surveyId} ${wave} `;
