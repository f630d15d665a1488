import { defineChange } from '../contract/change.ts';

export const WebhookDisabled = defineChange({
  type: 'webhook.disabled',
  name: 'WebhookDisabled',
  description: 'A webhook endpoint gets no deliveries any more; what it misses is kept until it is enabled again.',
  subject: 'webhook-endpoint',
  fields: { key: { name: 'reason', description: 'Why, as a stable code: the reasons of `WebhookEndpoint`.' } },
});

export const WebhookEnabled = defineChange({
  type: 'webhook.enabled',
  name: 'WebhookEnabled',
  description: 'A webhook endpoint gets deliveries again, from where it was disabled.',
  subject: 'webhook-endpoint',
  fields: {},
});
