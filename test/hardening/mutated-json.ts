import fc from 'fast-check';
import { hostileJson, hostileText } from './hostile.ts';

type Node = { readonly holder: Record<string, unknown>; readonly key: string };

/** The places in a value that can be changed, down to some depth, the value itself being the first. */
function placesIn(holder: Record<string, unknown>, key: string, depth = 12): Node[] {
  const value = holder[key];
  const inside = depth > 0 && value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {};
  return [{ holder, key }, ...Object.keys(inside).flatMap((part) => placesIn(inside, part, depth - 1))];
}

const edit = fc.tuple(
  fc.nat(),
  fc.constantFrom('replace', 'rename', 'drop', 'copy', 'wrap'),
  fc.oneof(hostileJson, fc.constantFrom<unknown>(0, 1, '', 'ordersEver', [], {}, null, true, -1, 1e300)),
  fc.oneof(hostileText, fc.constantFrom('all', 'any', 'not', 'fact', 'when', 'operator', 'value', 'key', 'title')),
);

/** JSON that was right, with a few parts replaced, renamed, left out, put elsewhere or wrapped. */
export const mutatedJson = (right: readonly object[]): fc.Arbitrary<unknown> =>
  fc
    .tuple(fc.constantFrom(...right), fc.array(edit, { minLength: 1, maxLength: 4 }), fc.nat())
    .map(([document, edits, from]) => {
      const root = { root: structuredClone(document) as unknown };
      const original = placesIn({ root: document }, 'root');
      const source = original[from % original.length] as Node;
      for (const [at, how, value, name] of edits) {
        const places = placesIn(root, 'root');
        const { holder, key } = places[at % places.length] as Node;
        const old = holder[key];
        if (how === 'replace') holder[key] = value;
        else if (how === 'copy') holder[key] = structuredClone(source.holder[source.key]);
        else if (how === 'wrap') holder[key] = { [name]: old };
        else if (Array.isArray(holder)) holder.splice(Number(key), 1);
        else {
          delete holder[key];
          if (how === 'rename') holder[name] = old;
        }
      }
      return root.root;
    });
