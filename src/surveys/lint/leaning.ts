/** Words by which a label says that something is good or bad. What is bad is looked for first: "not satisfied". */
const WORDS: Readonly<Record<string, { readonly bad: RegExp; readonly good: RegExp }>> = {
  en: {
    bad: /\b(not|never|no|un(likely|satisfied|happy|helpful|acceptable)|dis(satisfied|agree|appointed|appointing)|bad|poor|poorly|terrible|awful|worst|worse|horrible|difficult|hard|(high|much|great|a lot of|very much) effort)\b/i,
    good: /\b(satisfied|happy|likely|agree|excellent|very good|good|great|best|better|amazing|outstanding|perfect|wonderful|helpful|easy|easily|yes|always|(low|little|no|very little) effort)\b/i,
  },
  zh: {
    bad: /不(太|怎么|很|是很|完全)?(满意|可能|会|同意|愿意|好|容易|方便)|很差|较差|极差|糟|失望|困难|很难|(?<!不|毫不)费力|从不/,
    good: /满意|可能|会|同意|愿意|很好|较好|非常好|优秀|极好|完美|容易|轻松|方便|不费力|总是/,
  },
};
/** Effort is good where there is little of it, whatever else is said. */
const EFFORTLESS = /\b(low|little|no|very little|without) effort\b|不费力/i;

/** Whether a label says that something is good (1) or bad (-1); 0: neither, or not to be told in that language. */
export function leaningOf(label: string, language: string): -1 | 0 | 1 {
  const words = WORDS[language.split('-')[0] as string];
  if (!words) return 0;
  if (EFFORTLESS.test(label)) return 1;
  if (words.bad.test(label)) return -1;
  return words.good.test(label) ? 1 : 0;
}
