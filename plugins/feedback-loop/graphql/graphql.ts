import type { Builder } from '#contract';
import { announcements } from './announcements.ts';
import { caseType } from './case-type.ts';
import { casesOfCustomer } from './cases-of-customer.ts';
import { figures } from './figures.ts';
import { queue } from './queue.ts';
import { waiting } from './waiting.ts';

/** All that the plugin adds to the API. */
export function loopGraphql(builder: Builder): void {
  const types = caseType(builder);
  queue(builder, types);
  casesOfCustomer(builder, types);
  waiting(builder, types);
  announcements(builder, types);
  figures(builder);
}
