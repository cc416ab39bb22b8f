import {expect, test} from 'vitest';
import {freeWheel, type WheelEvent, wheelAfter} from '../../source/attachment/wheel.js';

const watcher = (pid: number) => ({pid, tty: `pts/${pid}`});
const came = (id: number): WheelEvent => ({type: 'came', id, watcher: watcher(id)});
const holderAfter = (...events: WheelEvent[]): number | null => events.reduce(wheelAfter, freeWheel).holder;

test.each<[string, number | null, WheelEvent[]]>([
  ['the first who comes has it', 1, [came(1), came(2)]],
  ['whoever takes it has it', 2, [came(1), came(2), {type: 'take', id: 2}]],
  ['who gives it away has it no more', null, [came(1), came(2), {type: 'give', id: 1}]],
  ['a watcher gives nothing away', 1, [came(1), came(2), {type: 'give', id: 2}]],
  ['it is free when its holder went', null, [came(1), came(2), {type: 'went', id: 1}]],
  ['a watcher that goes changes nothing', 1, [came(1), came(2), {type: 'went', id: 2}]],
  ['the next who comes has what is free', 3, [came(1), came(2), {type: 'went', id: 1}, came(3)]],
  [
    'the first who asks has what is free',
    2,
    [came(1), came(2), {type: 'went', id: 1}, {type: 'take', id: 2}],
  ],
  ['nobody who is not there takes it', 1, [came(1), {type: 'take', id: 9}]],
])('%s', (_, holder, events) => {
  expect(holderAfter(...events)).toBe(holder);
});
