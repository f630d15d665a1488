/** Values of a statement that is put together: each becomes a positional parameter, never text. */
export class Parameters {
  readonly values: unknown[] = [];

  /** The placeholder of a value, cast to its type. */
  bind(value: unknown, type: string): string {
    this.values.push(value);
    return `$${this.values.length}::${type}`;
  }
}
