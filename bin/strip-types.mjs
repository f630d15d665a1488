// Node refuses to strip types below `node_modules`, which is where `npm install` puts these sources and those of plugins.
// The same stripping, through a hook.
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Makes `.ts` modules below `node_modules` loadable. */
export function stripTypes(registerHooks) {
  registerHooks({
    load(url, context, nextLoad) {
      if (!/^file:.*\/node_modules\/.*\.ts$/.test(url)) return nextLoad(url, context);
      const source = silently(() => stripTypeScriptTypes(readFileSync(fileURLToPath(url), 'utf8')));
      return { format: 'module', source, shortCircuit: true };
    },
  });
}

/** At its first call the function says that it is experimental: known, and pinned with the version of Node. */
function silently(call) {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return call();
  } finally {
    process.emitWarning = emitWarning;
  }
}
