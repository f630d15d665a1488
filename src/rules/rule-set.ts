import { defineEntity, p } from '@mikro-orm/core';

export const RuleSetSchema = defineEntity({
  name: 'RuleSet',
  tableName: 'rule_set',
  uniques: [{ name: 'rule_set_key_key', properties: ['key'] }],
  properties: {
    id: p.uuid().primary(),
    key: p.string().length(64),
    kind: p.string().length(64),
    title: p.string().length(200),
    createdAt: p.datetime().length(3).defaultRaw('now()'),
    latest: p.integer().default(0),
    changeSeq: p.integer().default(0),
  },
});

/** A named JSON document of one kind, written by a marketer; what it says lies in its versions. */
export class RuleSet extends RuleSetSchema.class {}
RuleSetSchema.setClass(RuleSet);

export const VERSION_STATUSES = [
  ...(['draft', 'in_review', 'changes_requested', 'approved', 'scheduled'] as const),
  ...(['published', 'superseded', 'discarded'] as const),
] as const;
export type VersionStatus = (typeof VERSION_STATUSES)[number];

/** Where a version stands that may still be published. */
export const OPEN_STATUSES = ['draft', 'in_review', 'changes_requested', 'approved', 'scheduled'] as const;

export const RuleSetVersionSchema = defineEntity({
  name: 'RuleSetVersion',
  tableName: 'rule_set_version',
  indexes: [
    {
      name: 'rule_set_version_publish_at_index',
      expression: `create index "rule_set_version_publish_at_index" on "rule_set_version" ("publish_at") where "status" = 'scheduled' and "suspended" is null`,
    },
  ],
  uniques: [
    { name: 'rule_set_version_number_key', properties: ['ruleSet', 'number'] },
    {
      name: 'rule_set_version_published_key',
      expression: `create unique index "rule_set_version_published_key" on "rule_set_version" ("rule_set_id") where "status" = 'published'`,
    },
  ],
  properties: {
    id: p.uuid().primary(),
    ruleSet: () => p.manyToOne(RuleSet).ref(),
    number: p.integer(),
    source: p.text(),
    contentHash: p.string().length(64),
    status: p.enum(VERSION_STATUSES),
    comment: p.string().length(1000).nullable(),
    generation: p.integer().nullable(),
    base: p.integer().nullable(),
    ground: p.integer().nullable(),
    authorId: p.string().length(200).default(''),
    authorName: p.string().length(200).default(''),
    publishAt: p.datetime().length(3).nullable(),
    scheduleId: p.uuid().nullable(),
    scheduledBy: p.json<Record<string, unknown>>().nullable(),
    suspended: p.json<Record<string, unknown>>().nullable(),
    createdAt: p.datetime().length(3).defaultRaw('now()'),
    publishedAt: p.datetime().length(3).nullable(),
  },
});

/** One immutable version of a rule set; exactly one of them is published at a time. */
export class RuleSetVersion extends RuleSetVersionSchema.class {}
RuleSetVersionSchema.setClass(RuleSetVersion);
