interface Kept<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): unknown;
}

/** What is known of a key, found out when it is first asked for. */
export function remember<K, V>(known: Kept<K, V>, key: K, find: (key: K) => V): V {
  let value = known.get(key);
  if (value === undefined) {
    value = find(key);
    known.set(key, value);
  }
  return value;
}
