/** Names of what a form sends besides the answers: which questions it showed, and what only machines fill in. */
export const FIELDS = { shown: 'shown', trap: 'homepage' } as const;

/** The name under which a form sends the answer to a question. */
export const answerField = (question: string): string => `a.${question}`;
