import type { TestApp } from '../support/app.ts';

/** What came back, in the parts that tests look at. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly data: unknown;
  readonly codes: readonly unknown[];
  readonly errors: readonly { readonly message: string; readonly extensions: Readonly<Record<string, unknown>> }[];
  readonly cost: Readonly<Record<string, unknown>> | undefined;
}

export async function answered(response: Response): Promise<Answered> {
  const text = await response.text();
  const { data, errors = [], extensions } = parsed(text);
  return {
    status: response.status,
    headers: response.headers,
    text,
    data,
    errors,
    cost: extensions?.cost,
    codes: errors.map((error) => error.extensions?.code),
  };
}

type Body = { data?: unknown; errors?: Answered['errors']; extensions?: { cost?: Answered['cost'] } };

function parsed(text: string): Body {
  try {
    return JSON.parse(text) as Body;
  } catch {
    return {};
  }
}

/** Sends a document and wants the answer in the media type that knows statuses. */
export const ask = async (
  { post }: Pick<TestApp, 'post'>,
  query: string,
  variables: object = {},
  headers: Record<string, string> = {},
): Promise<Answered> =>
  answered(await post({ query, variables }, { accept: 'application/graphql-response+json', ...headers }));
