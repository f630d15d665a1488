// Planted fault: every activity is taken for a new one, whatever its key.
import { rewrite } from './rewrite.ts';

rewrite({
  'take-keys': () => `
    select activity_id as id
      from unnest($1::uuid[], $2::uuid[], $3::text[], $4::float8[]) as v(customer_id, activity_id, hash, at)`,
  'append-activities': (text) =>
    text.replace('to_timestamp(at / 1000.0), id,', 'to_timestamp(at / 1000.0), gen_random_uuid(),'),
});
