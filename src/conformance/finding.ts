/** One thing that a plugin promises and does not keep, as a sentence. */
export interface Finding {
  /** What was looked at, such as `pure`. */
  readonly check: string;
  readonly message: string;
}

/** Takes the findings of one check, each sentence once. */
export type Report = (message: string) => void;

/** Gathers findings; a fault that is seen many times is told once. */
export class Findings {
  readonly #found = new Map<string, Finding>();

  of(check: string): Report {
    return (message) => void this.#found.set(message, { check, message });
  }

  get list(): readonly Finding[] {
    return [...this.#found.values()];
  }
}
