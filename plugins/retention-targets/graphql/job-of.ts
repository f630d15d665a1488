import { decodeGlobalID } from '@pothos/plugin-relay';

export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const NONE = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** The job that an opaque id stands for; an id of anything else stands for one that is not there. */
export function jobOf(text: string): string {
  try {
    const { typename, id } = decodeGlobalID(text);
    return typename === 'Job' && UUID.test(id) ? id : NONE;
  } catch {
    return NONE;
  }
}
