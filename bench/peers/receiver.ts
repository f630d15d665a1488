// Receives webhooks in a process of its own. The path says how well: /fast, or a behaviour such as /healthy or /hanging.
// Of healthy ones it notes how old messages are; "ages" asks for that, and begins anew.

import { byPath } from '../../test/support/behaviours.ts';
import { receive } from '../../test/support/receive.ts';

let ages: number[] = [];
const decide = byPath();

const { url } = await receive(({ path, id, raw }) => {
  if (path.startsWith('/healthy')) {
    const at = /"timestamp":"([^"]+)"/.exec(raw)?.[1];
    if (at) ages.push(Date.now() - Date.parse(at));
  }
  return decide(path, id) ?? 204;
});
process.send?.({ url });
process.on('message', () => {
  process.send?.({ ages });
  ages = [];
});
