import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, inject, it } from 'vitest';
import { checkPlugin } from '../../src/conformance/check-plugin.ts';
import { loadOne } from '../../src/load-plugins.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const own = readdirSync(path.join(root, 'plugins'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => `plugins/${entry.name}`);

it.each([...own, 'test/fixtures/visits', 'src/cli/sample-milestones'])(
  '%s keeps everything that the contract asks of a plugin',
  async (place) => {
    const folder = path.join(root, place);
    expect(await checkPlugin(await loadOne(folder), { folder, server: inject('adminUrl') })).toEqual([]);
  },
);
