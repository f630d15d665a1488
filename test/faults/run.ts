// `npm run test:faults [-- F1 F4 …] [--seed N] [--scale 0.1]`: plays the runs that are named, or all; prints a line for
// each and ends with 1 when one of them is not as it must be.
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { scenarios } from './scenarios.ts';
import { verdictOf } from './verdict.ts';

const { values, positionals } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    scale: { type: 'string', default: '1' },
  },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !scenarios.some((one) => one.name === name));
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')}; there are ${scenarios.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}

const commit = ((): string => {
  try {
    const git = (...args: string[]): string => execFileSync('git', args, { encoding: 'utf8' }).trim();
    return git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain') ? ' and edits' : '');
  } catch {
    return 'unknown';
  }
})();
const [seed, scale] = [Number(values.seed), Number(values.scale)];
console.log(`seed ${seed}, commit ${commit}${scale === 1 ? '' : `, scale ${scale}`}`);

let failed = 0;
for (const scenario of scenarios.filter(({ name }) => positionals.length === 0 || positionals.includes(name))) {
  const { name, about, skipped, mustFind } = scenario;
  if (skipped !== undefined) {
    console.log(`${name} ${about}: skipped, ${skipped}`);
    continue;
  }
  try {
    const verdict = verdictOf(await scenario.run(seed, scale), mustFind);
    console.log(`${name} ${about}: ${verdict.line}`);
    if (!verdict.good) failed += 1;
  } catch (error) {
    console.log(`${name} ${about}: did not come to an end`, error);
    failed += 1;
  }
}
process.exit(failed > 0 ? 1 : 0);
