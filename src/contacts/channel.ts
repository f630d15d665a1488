/** Ways by which somebody can be reached. */
export const CHANNELS = ['email', 'sms', 'push', 'chat', 'app', 'web', 'call', 'post'] as const;
export type Channel = (typeof CHANNELS)[number];
