import type { PlacedChange } from '../feed/change-data.ts';
import type { Following, Rendered } from './render.ts';
import type { Time } from './time.ts';

/** How old a content may be when it is sent, in milliseconds: a person who was erased before is in none that is newer. */
const FRESH = 250;

/** What the messages of a round say: made together, and made anew for one that has waited for those before it. */
export class Contents {
  readonly #render: Following['render'];
  readonly #time: Time;
  readonly #made: ReadonlyMap<number, Rendered>;
  readonly #at: number;

  private constructor(render: Following['render'], time: Time, made: ReadonlyMap<number, Rendered>, at: number) {
    this.#render = render;
    this.#time = time;
    this.#made = made;
    this.#at = at;
  }

  static async of(changes: readonly PlacedChange[], { render }: Following, time: Time): Promise<Contents> {
    const at = time.now();
    const rendered = await render(changes);
    const made = new Map(changes.map(({ position }, i) => [position, rendered[i] as Rendered]));
    return new Contents(render, time, made, at);
  }

  /** What to send of one of the changes now; at once, unless it has to be made anew. */
  for(change: PlacedChange): Rendered | Promise<Rendered> {
    const made = this.#made.get(change.position) as Rendered;
    if (made.chosen === undefined || this.#time.now() - this.#at <= FRESH) return made;
    return this.#render([change]).then(([anew]) => anew as Rendered);
  }
}
