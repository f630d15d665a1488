import { defineEntity, p } from '@mikro-orm/core';
import { PURPOSES, SURVEY_KINDS, type SurveyDocument } from './document.ts';

export const SurveySchema = defineEntity({
  name: 'Survey',
  tableName: 'survey',
  uniques: [{ name: 'survey_key_key', properties: ['key'] }],
  properties: {
    id: p.uuid().primary(),
    key: p.string().length(64),
    kind: p.enum(SURVEY_KINDS),
    purpose: p.enum(PURPOSES),
    title: p.string().length(200),
    published: p.integer().nullable(),
    latest: p.integer().default(0),
    version: p.integer().default(0),
    createdAt: p.datetime().length(3).defaultRaw('now()'),
  },
});

/** Questions to customers under a key that stays; what is asked lies in its versions. */
export class Survey extends SurveySchema.class {}
SurveySchema.setClass(Survey);

export const SURVEY_STATUSES = ['draft', 'published', 'superseded', 'discarded'] as const;
export type SurveyStatus = (typeof SURVEY_STATUSES)[number];

export const SurveyVersionSchema = defineEntity({
  name: 'SurveyVersion',
  tableName: 'survey_version',
  indexes: [
    {
      name: 'survey_version_published_key',
      expression: `create unique index "survey_version_published_key" on "survey_version" ("survey_id") where "status" = 'published'`,
    },
  ],
  properties: {
    survey: () => p.manyToOne(Survey).ref().primary(),
    number: p.integer().primary(),
    document: p.json<SurveyDocument>(),
    status: p.enum(SURVEY_STATUSES),
    author: p.string().length(200),
    comment: p.string().length(1000).nullable(),
    createdAt: p.datetime().length(3).defaultRaw('now()'),
    publishedAt: p.datetime().length(3).nullable(),
  },
});

/** One version of a survey: its document never changes, and at most one version is published. */
export class SurveyVersion extends SurveyVersionSchema.class {}
SurveyVersionSchema.setClass(SurveyVersion);
