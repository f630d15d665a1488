import { uuidOf } from '../contract/id.ts';

export { activityIdOf, isUuid, uuidOf } from '../contract/id.ts';

export const customerIdOf = (externalId: string): string => uuidOf(`customer\0${externalId}`);
