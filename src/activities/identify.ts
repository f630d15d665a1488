import { uuidOf } from '../contract/id.ts';

export { activityIdOf, uuidOf } from '../contract/id.ts';

export const customerIdOf = (externalId: string): string => uuidOf(`customer\0${externalId}`);

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
export const isUuid = (text: string): boolean => UUID.test(text);
