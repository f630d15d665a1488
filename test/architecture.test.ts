import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseOptions, type ICruiseResult, type IFlattenedRuleSet } from 'dependency-cruiser';
import { describe, expect, it, onTestFinished } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const rules = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as {
  forbidden: NonNullable<IFlattenedRuleSet['forbidden']>;
  options: ICruiseOptions;
};

/** What breaks the import rules, as `rule: from → to`. */
async function violations(
  folders: string[],
  options: ICruiseOptions,
): Promise<{ modules: string[]; broken: string[] }> {
  const ruleSet = { forbidden: rules.forbidden };
  const { output } = await cruise(folders, { ...options, validate: true, ruleSet });
  const { modules, summary } = output as ICruiseResult;
  return {
    modules: modules.map((module) => module.source),
    broken: summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`),
  };
}

function listFiles(...folders: string[]): string[] {
  return folders.flatMap(
    (folder) =>
      readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => /\.(ts|mjs|cjs|js)$/.test(file) && !/(^|\/)node_modules\//.test(file))
        .map((file) => path.posix.join(folder, file))
        .filter((file) => !file.startsWith('test/gql/')), // generated
  );
}

const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const ours = listFiles('src', 'plugins', 'test', 'bench');
const product = listFiles('src', 'plugins').filter((file) => !/^plugins\/[^/]+\/test\//.test(file));
const containing = (files: string[], pattern: RegExp) => files.filter((file) => pattern.test(read(file)));

describe('imports', () => {
  it('keep the rules', async () => {
    const { modules, broken } = await violations(['src', 'plugins'], { ...rules.options, baseDir: root });
    expect(broken).toEqual([]);
    // 0 modules: no TypeScript 6 API was found, and the rules saw nothing
    expect(modules.filter((module) => module.startsWith('src/')).length).toBeGreaterThan(30);
    expect(modules).toEqual(expect.arrayContaining(listFiles('src')));
  });

  it('know the rank of everything in src', () => {
    const ranked = rules.forbidden.map((rule) => rule.name).filter((name) => name?.startsWith('rank:'));
    const entries = listFiles('src').map((file) => `rank:${file.split('/')[1]}`);
    expect([...new Set(entries)].filter((entry) => !ranked.includes(entry))).toEqual([]);
  });

  it('are refused when they lead upwards, past a door, or in a circle', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'architecture-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const plant = (files: Record<string, string>) => {
      for (const [file, text] of Object.entries(files)) {
        mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
        writeFileSync(path.join(folder, file), `${text}\nexport type Here = 1;\nexport const here = 1;\n`);
      }
    };
    plant({
      'src/errors.ts': '',
      'src/log.ts': '',
      'src/entities.ts': '',
      'src/contract/index.ts': `export * from '../errors.ts';`,
      'src/contract/kind.ts': `import { here as log } from '../log.ts';\nexport { log };`,
      'src/db/connect.ts': `import type { Here as Yoga } from '../graphql/yoga.ts';\nexport type Up = Yoga;`,
      'src/graphql/yoga.ts': `import { here as one } from './ring.ts';\nexport { one };`,
      'src/graphql/ring.ts': `import { here as yoga } from './yoga.ts';\nexport { yoga };`,
      'src/features.ts': `export { here as plugin } from '../plugins/good/index.ts';`,
      'src/jobs/run.ts': `export { here as settle } from '../pipeline/settle.ts';`,
      'src/pipeline/settle.ts': `export { here as contract } from '../contract/index.ts';`,
      'plugins/good/index.ts': `import '../../src/contract/index.ts';\nimport '../../src/entities.ts';`,
      'plugins/bad/index.ts': `import '../good/index.ts';\nimport '../../src/pipeline/settle.ts';`,
    });
    const { tsConfig: _, ...options } = rules.options;
    const { broken } = await violations(['src', 'plugins'], { ...options, baseDir: folder });
    expect(broken.sort()).toEqual([
      'contract-stands-alone: src/contract/kind.ts → src/log.ts',
      'no-cycles: src/graphql/ring.ts → src/graphql/yoga.ts',
      'plugins-stay-apart: plugins/bad/index.ts → plugins/good/index.ts',
      'plugins-use-the-doors: plugins/bad/index.ts → src/pipeline/settle.ts',
      'rank:db: src/db/connect.ts → src/graphql/yoga.ts',
      'rank:jobs: src/jobs/run.ts → src/pipeline/settle.ts',
      'src-names-no-plugin: src/features.ts → plugins/good/index.ts',
    ]);
  });
});

describe('files', () => {
  it('have at most 300 lines', () => {
    expect(ours.filter((file) => read(file).trimEnd().split('\n').length > 300)).toEqual([]);
  });

  it('are named for what they hold', () => {
    const vague = /(^|[-.])(utils?|helpers?|common|misc|types|services?|managers?)([-.]|$)/;
    expect(ours.filter((file) => file.split('/').some((part) => vague.test(part)))).toEqual([]);
    expect(containing(product, /\bclass \w*(Utils?|Helpers?|Services?|Managers?)\b/)).toEqual([]);
  });

  it('leave nothing for later', () => {
    expect(containing(ours, new RegExp(`\\b(${['TO', 'FIX'].join('DO|')}ME)\\b`))).toEqual([]);
  });

  it('read the environment in config.ts only, and the command line in main.ts only', () => {
    expect(containing(product, /\bprocess\.env\b|\bimport\.meta\.env\b/)).toEqual(['src/config.ts']);
    const readers = containing(product, /\bprocess\.(argv|execArgv)\b/);
    expect(readers.filter((file) => file !== 'src/main.ts')).toEqual([]);
  });
});
