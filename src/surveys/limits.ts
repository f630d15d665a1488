/** What a survey may be at most; beyond it saving is refused with a sentence. */
export const LIMITS = Object.freeze({
  languages: 10,
  questions: 20,
  options: 20,
  /** Points of a scale. */
  points: 21,
  /** Tests of earlier answers for one question. */
  conditions: 10,
  quotas: 20,
  triggers: 10,
  /** Kinds of activity that one trigger follows, and tests of their fields. */
  kinds: 20,
  /** An invitation can be answered at most so long. */
  days: 365,
  /** A wave comes at least every ten years. */
  everyDays: 3650,
  /** A question may follow what happened by so many hours. */
  hours: 8760,
  priority: 100,
  quota: 1_000_000_000,
  characters: Object.freeze({
    key: 64,
    title: 200,
    introduction: 1000,
    thanks: 1000,
    question: 500,
    option: 200,
    label: 100,
    /** Of what a respondent writes. */
    answer: 5000,
  }),
});
