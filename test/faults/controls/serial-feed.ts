// Planted fault: the feed is read by the serial number that a change was given when it was written.
import { rewrite } from './rewrite.ts';

rewrite({
  'feed-position': () => 'select coalesce(max(id), 0) as position from change',
  'read-feed-asc': (text) =>
    text
      .replace('select position,', 'select id as position,')
      .replace('position > $1', 'id > $1')
      .replace('position < $2', 'id < $2')
      .replace('order by position', 'order by id'),
});
