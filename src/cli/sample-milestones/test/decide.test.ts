import assert from 'node:assert/strict';
import { it } from 'vitest';
import { changeMilestones, decideMilestones } from '../decide.ts';

const when = { all: [] };
const document = {
  milestones: [
    { key: 'first', title: 'First', when },
    { key: 'second', title: 'Second', when },
  ],
};

it('a milestone holds as soon as its conditions do, and stays', () => {
  const holds = Uint8Array.of(1, 0);
  assert.deepEqual(decideMilestones({ document, holds, before: [] }), [{ key: 'first', rule: 0 }]);
  const before = [{ key: 'second', since: 0 }];
  assert.deepEqual(decideMilestones({ document, holds, before }), [
    { key: 'first', rule: 0 },
    { key: 'second', rule: 1 },
  ]);
});

it('each milestone is told once', () => {
  const change = { type: 'sample-milestones.reached', key: 'first', from: null, to: 'first', rule: 0 };
  assert.deepEqual(changeMilestones([], [{ key: 'first', rule: 0 }]), [change]);
  assert.deepEqual(changeMilestones([{ key: 'first', since: 0 }], [{ key: 'first', rule: 0 }]), []);
});
