// Node refuses to strip types below `node_modules`, which is where `npx` and `npm install` put these sources. The same
// stripping, through a hook; a checkout never needs it.
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Makes `.ts` modules below `node_modules` loadable. */
export function stripTypes(registerHooks) {
  silently(() => stripTypeScriptTypes(''));
  registerHooks({
    load(url, context, nextLoad) {
      if (!url.startsWith('file:') || !url.endsWith('.ts')) return nextLoad(url, context);
      const source = stripTypeScriptTypes(readFileSync(fileURLToPath(url), 'utf8'));
      return { format: 'module', source, shortCircuit: true };
    },
  });
}

/** At its first call the function says that it is experimental: known, and pinned with the version of Node. */
function silently(call) {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    call();
  } finally {
    process.emitWarning = emitWarning;
  }
}
