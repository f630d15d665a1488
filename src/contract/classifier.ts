/** What somebody feels or wishes who wrote something. */
export const SENTIMENTS = ['positive', 'negative', 'suggestion', 'neutral'] as const;
export type Sentiment = (typeof SENTIMENTS)[number];

/** A comment put in its class, with the words that decided, as they stand in it. */
export interface Classified {
  readonly label: Sentiment;
  readonly why: readonly string[];
}

/** Tells what comments in some languages say. Pure: the same text is always put in the same class. */
export interface CommentClassifier {
  readonly key: string;
  /** BCP 47 primary languages that it understands: `en`, `zh`. Of several classifiers the last one brought is asked. */
  readonly languages: readonly string[];
  classify(text: string, language: string): Classified;
}
