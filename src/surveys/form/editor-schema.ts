import type { FactCatalogue } from '../../contract/fact.ts';
import type { JsonSchema } from '../../contract/kind.ts';
import type { Language } from '../../language/language.ts';
import { formSchema } from '../../rules/kind-schema.ts';
import { chinese } from './chinese.ts';
import { surveySchema } from './survey-schema.ts';

/** The JSON Schema of surveys with the conditions filled in from the facts there are, for editors. */
export const editorSchema = (catalogue: FactCatalogue, language: Language = 'en'): JsonSchema =>
  formSchema(surveySchema, language === 'en' ? {} : chinese, catalogue, language);
