// Node refuses to strip types below `node_modules`, which is where `npx` and `npm install` put these sources. The same
// stripping, through a hook; a checkout never needs it.
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Makes `.ts` modules below `node_modules` loadable. */
export function stripTypes(registerHooks) {
  process.removeAllListeners('warning'); // stripTypeScriptTypes says at its first call that it is experimental
  registerHooks({
    load(url, context, nextLoad) {
      if (!url.startsWith('file:') || !url.endsWith('.ts')) return nextLoad(url, context);
      const source = stripTypeScriptTypes(readFileSync(fileURLToPath(url), 'utf8'));
      return { format: 'module', source, shortCircuit: true };
    },
  });
}
