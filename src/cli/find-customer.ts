import { parseArgs } from 'node:util';
import type { CustomerRef } from '../activities/draft.ts';
import { isUuid } from '../activities/identify.ts';
import { UsageError } from './usage-error.ts';

/** Reads which customer a command is about: `CUSTOMER` is the caller's own id, `--id` one of this API or a uuid. */
export function readCustomerArgument(
  args: readonly string[],
  options: Readonly<Record<string, { type: 'string' }>> = {},
): { readonly customer: CustomerRef; readonly values: Readonly<Record<string, string | undefined>> } {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { id: { type: 'string' }, ...options },
    allowPositionals: true,
  });
  const { id } = values as { id?: string };
  const [externalId, ...more] = positionals;
  if ((externalId === undefined) === (id === undefined) || more.length > 0)
    throw new UsageError('Name one customer: by your own id, or with --id by the id of the API.');
  if (externalId !== undefined) return { customer: { externalId }, values: values as Record<string, string> };
  return { customer: { id: readId(id ?? '') }, values: values as Record<string, string> };
}

function readId(text: string): string {
  if (isUuid(text)) return text;
  const [, id = ''] = /^Customer:(.*)$/.exec(Buffer.from(text, 'base64').toString()) ?? [];
  if (!isUuid(id)) throw new UsageError(`"${text}" is not the id of a customer.`);
  return id;
}
