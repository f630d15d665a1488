import assert from 'node:assert/strict';
import { inject, it } from 'vitest';
import { checkPlugin } from '#test';
import plugin from '../index.ts';

it('keeps everything that the contract asks of a plugin', async () => {
  const folder = new URL('../', import.meta.url);
  assert.deepEqual(await checkPlugin(plugin, { folder, server: inject('adminUrl') }), []);
});
