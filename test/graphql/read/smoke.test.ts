import { expect, it } from 'vitest';
import { testApp } from '../../support/app.ts';
it('works', async () => {
  const { run } = await testApp();
  expect(await run('{ __typename }')).toEqual({ data: { __typename: 'Query' } });
});
