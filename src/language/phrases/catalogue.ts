import type { Texts } from '../phrase.ts';
import { analysis } from './analysis.ts';
import { answers } from './answers.ts';
import { authoring } from './authoring.ts';
import { conditions } from './conditions.ts';
import { differences } from './differences.ts';
import { documents } from './documents.ts';
import { editors } from './editors.ts';
import { examples } from './examples.ts';
import { lint } from './lint.ts';
import { measures } from './measures.ts';
import { operators } from './operators.ts';
import { patterns } from './patterns.ts';
import { previews } from './previews.ts';
import { publishing } from './publishing.ts';
import { rendering } from './rendering.ts';
import { respond } from './respond.ts';
import { schemas } from './schemas.ts';
import { suggestions } from './suggestions.ts';
import { surveys } from './surveys.ts';
import { values } from './values.ts';

/** Everything that core says, in every language, by topic. */
const topics = {
  ...documents,
  ...schemas,
  ...conditions,
  ...values,
  ...patterns,
  ...measures,
  ...operators,
  ...analysis,
  ...rendering,
  ...differences,
  ...examples,
  ...editors,
  ...authoring,
  ...previews,
  ...publishing,
  ...suggestions,
  ...answers,
  ...respond,
  ...surveys,
  ...lint,
} as const;

export type CatalogueKey = keyof typeof topics;

export const catalogue: Readonly<Record<CatalogueKey, Texts>> = topics;
