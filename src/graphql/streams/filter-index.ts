import type { FeedChange } from '../../feed/feed.ts';
import { type FeedFilter, passes } from '../../feed/filter.ts';

/** Finds who is concerned by a change without asking everybody: by the segments or the types that they named. */
export class FilterIndex<T extends { readonly filter: FeedFilter }> {
  readonly #bySegment = new Map<string, Set<T>>();
  readonly #byType = new Map<string, Set<T>>();
  /** Those who named neither. */
  readonly #all = new Set<T>();

  add(item: T): void {
    for (const { places, key } of this.#placesOf(item)) {
      const set = places.get(key);
      if (set) set.add(item);
      else places.set(key, new Set([item]));
    }
    if (isOpen(item)) this.#all.add(item);
  }

  delete(item: T): void {
    for (const { places, key } of this.#placesOf(item)) {
      const set = places.get(key);
      set?.delete(item);
      if (set?.size === 0) places.delete(key);
    }
    this.#all.delete(item);
  }

  /** Tells each who is concerned. */
  match(change: FeedChange, tell: (item: T) => void): void {
    for (const set of [this.#bySegment.get(change.key), this.#byType.get(change.type), this.#all]) {
      if (set) for (const item of set) if (passes(item.filter, change)) tell(item);
    }
  }

  /** Each in the places of one kind only, so that nobody is told twice. */
  #placesOf({ filter: { segments, types } }: T): { places: Map<string, Set<T>>; key: string }[] {
    if (segments) return segments.map((key) => ({ places: this.#bySegment, key }));
    return (types ?? []).map((key) => ({ places: this.#byType, key }));
  }
}

const isOpen = ({ filter: { segments, types } }: { readonly filter: FeedFilter }): boolean => !segments && !types;
