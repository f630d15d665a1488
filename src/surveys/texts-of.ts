import type { SurveyDocument, Text } from './document.ts';

/** A text of a survey with its place (JSON pointer). */
export interface PlacedText {
  readonly pointer: string;
  readonly text: Text;
}

/** All texts that respondents read, in the order in which they read them. */
export function textsOf({ title, introduction, thanks, questions }: SurveyDocument): PlacedText[] {
  const texts: PlacedText[] = [];
  const add = (pointer: string, text: Text | undefined): void => {
    if (text) texts.push({ pointer, text });
  };
  add('/title', title);
  add('/introduction', introduction);
  questions.forEach(({ text, scale, options = [] }, i) => {
    const at = `/questions/${i}`;
    add(`${at}/text`, text);
    add(`${at}/scale/low`, scale?.low);
    add(`${at}/scale/high`, scale?.high);
    options.forEach((option, j) => {
      add(`${at}/options/${j}/text`, option.text);
    });
  });
  add('/thanks', thanks);
  return texts;
}
