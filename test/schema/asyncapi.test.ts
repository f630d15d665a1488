import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { assemble } from '../../src/assemble.ts';
import { entities } from '../../src/entities.ts';
import { features } from '../../src/features.ts';
import { changeMessage } from '../../src/feed/change-data.ts';
import { messageSchema } from '../../src/feed/message-schema.ts';
import { loadPlugins } from '../../src/load-plugins.ts';

const require = createRequire(import.meta.url);
const printed = JSON.parse(readFileSync(new URL('../../schema/asyncapi.json', import.meta.url), 'utf8')) as {
  components: { messages: Record<string, { name: string }> };
};
const { changes } = assemble(features, await loadPlugins(), entities);

describe('the description for partners', () => {
  it('is a valid AsyncAPI 3 document', () => {
    const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
    const validate = ajv.compile(require('@asyncapi/specs/schemas/3.0.0-without-$id.json') as object);
    validate(printed);
    expect(validate.errors ?? []).toEqual([]);
    expect(validate({ ...printed, channels: { webhook: { address: 7 } } }), 'a wrong one is seen').toBe(false);
  });

  it('has a message for every type of change that core and plugins declare', () => {
    const names = Object.values(printed.components.messages).map(({ name }) => name);
    expect(names.sort()).toEqual([...changes.keys()].sort());
  });

  it.each([...changes.values()].map((type) => [type.type, type] as const))('fits what is sent of %s', (name, type) => {
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(messageSchema(type));
    const change = {
      position: 7,
      previousPosition: 5,
      epoch: '00000000-0000-0000-0000-000000000000',
      changeSeq: 1,
      type: name,

      customerId: 'c',
      createdAt: new Date(0),
      ruleSetId: null,
      versionId: null,
      clientId: null,
      key: 'k',
      from: null,
      to: 'gold',
      cause: { by: 'time' as const },
      why: null,
      details: null,
    };
    const message = changeMessage(change, type, (of, id) => `${of}:${id}`);
    expect(validate(message), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...message, data: {} })).toBe(false);
  });
});
