// Planted fault: an endpoint's cursor is moved behind messages when they are about to be sent.
import { rewrite } from './rewrite.ts';

rewrite({
  'webhook-standing': (text) =>
    text.replace('set cursor = $3,', 'set cursor = case when $14::float8 is null then $3::bigint else $5::bigint end,'),
});
