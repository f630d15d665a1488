// Planted fault: callers are answered while the commit is still on its way.
import { setTimeout as sleep } from 'node:timers/promises';
import { intercept } from './rewrite.ts';

const LATE = 100;
const commits = new WeakMap<object, Promise<unknown>>();

intercept((send) => {
  return function (this: object, statement, ...rest) {
    const before = commits.get(this);
    if (before) return before.then(() => send.call(this, statement, ...rest));
    if (statement !== 'commit') return send.call(this, statement, ...rest);
    const commit = sleep(LATE)
      .then(() => send.call(this, statement))
      .catch(() => {})
      .finally(() => commits.delete(this));
    commits.set(this, commit);
    return Promise.resolve({ command: 'COMMIT', rows: [] });
  };
});
