/** Text that is HTML already. Nothing but `html` makes it, so whatever stands in it was written here or escaped. */
export class Html {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }

  /** Writes HTML. Texts and numbers put into it are escaped; null, undefined and false are nothing; lists are joined. */
  static of(strings: TemplateStringsArray, ...values: readonly Part[]): Html {
    return new Html(strings.reduce((text, string, i) => `${text}${write(values[i - 1])}${string}`));
  }
}

export const html = Html.of;

/** What can be put into HTML. */
export type Part = Html | string | number | null | undefined | false | readonly Part[];

function write(part: Part): string {
  if (part === null || part === undefined || part === false) return '';
  if (part instanceof Html) return part.toString();
  if (typeof part === 'object') return part.map(write).join('');
  return String(part).replace(SPECIAL, (character) => ESCAPED[character] as string);
}

const SPECIAL = /[&<>"'`]/g;
const ESCAPED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};
