import { defineEntity, p } from '@mikro-orm/core';

export const JOB_STATUSES = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

export const JobSchema = defineEntity({
  name: 'Job',
  tableName: 'job',
  indexes: [
    {
      name: 'job_open_idx',
      expression: `create index "job_open_idx" on "job" ("created_at") where "status" in ('queued', 'running')`,
    },
  ],
  properties: {
    id: p.uuid().primary(),
    kind: p.string().length(64),
    status: p.enum(JOB_STATUSES),
    input: p.json<Record<string, unknown>>(),
    cursor: p.json<Record<string, unknown>>().defaultRaw(`'{}'`),
    done: p.bigint('number').defaultRaw('0'),
    total: p.bigint('number').nullable(),
    failed: p.bigint('number').defaultRaw('0'),
    error: p.text().nullable(),
    leaseToken: p.uuid().nullable(),
    leaseUntil: p.datetime().length(3).nullable(),
    createdAt: p.datetime().length(3).defaultRaw('now()'),
    startedAt: p.datetime().length(3).nullable(),
    endedAt: p.datetime().length(3).nullable(),
  },
});

/** Long work with progress: a backfill, an import. Any process may take it up; a lease says who has it. */
export class Job extends JobSchema.class {}
JobSchema.setClass(Job);
