import {expect, test} from 'vitest';
import type {Intent} from '../../../source/ui/keys.js';
import {emptyLog, firstLine, type LogState, logReducer, mostLines} from '../../../source/ui/tree/log-view.js';

const pod = {namespace: 'openstack', name: 'keystone-api-0'};
const numbers = (from: number, to: number) =>
  Array.from({length: to - from}, (_, index) => `line ${from + index}`);
const more = (state: LogState, from: number, to: number): LogState =>
  logReducer(state, {type: 'log-lines', pod, lines: numbers(from, to)}, 10);
const press = (state: LogState, ...intents: readonly Intent[]): LogState =>
  intents.reduce((now, intent) => logReducer(now, {type: 'intent', intent}, 10), state);
const firstOf = (state: LogState) => state.lines[firstLine(state, 10)];

test('the newest line is in sight until a person moves up', () => {
  const log = more(emptyLog(pod), 0, 30);
  expect(firstOf(more(log, 30, 40))).toBe('line 30');
  const up = press(log, 'up', 'up');
  expect(up.isFollowing).toBe(false);
  expect(firstOf(more(up, 30, 40))).toBe('line 18');
});

test('moving down to the end, the end key and f follow again', () => {
  const up = press(more(emptyLog(pod), 0, 30), 'up');
  expect(press(up, 'down').isFollowing).toBe(true);
  expect(press(up, 'end').isFollowing).toBe(true);
  expect(press(up, 'follow').isFollowing).toBe(true);
});

test('the last 2,000 lines are kept, and who reads stays at their line', () => {
  const log = press(more(emptyLog(pod), 0, mostLines), 'page-up');
  const first = firstOf(log);
  const later = more(log, mostLines, mostLines + 500);
  expect(later.lines.length).toBe(mostLines);
  expect(firstOf(later)).toBe(first);
});

test('lines of another pod are none of this log', () => {
  const log = emptyLog(pod);
  expect(logReducer(log, {type: 'log-lines', pod: {...pod, name: 'other'}, lines: ['x']}, 10)).toBe(log);
});
