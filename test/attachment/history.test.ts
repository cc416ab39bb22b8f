import {expect, test} from 'vitest';
import {makeHistory} from '../../source/attachment/history.js';
import type {Told} from '../../source/attachment/protocol.js';
import type {EngineEvent} from '../../source/engine/events.js';
import {initialState, type RunState, reduce} from '../../source/engine/state.js';
import {smallPlan} from '../helpers/small-plan.js';

const time = '2026-11-23T14:02:18.000Z';
const progress = (ready: number, step = 'db/ready'): Told => ({
  type: 'event',
  event: {time, type: 'progress', step, component: 'db', ready, desired: 3, waitsFor: ''},
});
const line = (number: number): Told => ({type: 'tool-line', time, component: 'db', line: `${number}`});

test('numbers rise, and whoever has seen some is told the rest', () => {
  const history = makeHistory();
  expect([1, 2, 3].map(number => history.put({type: 'say', sentence: `${number}`}).number)).toEqual([
    1, 2, 3,
  ]);
  expect(history.after(1).map(({number}) => number)).toEqual([2, 3]);
  expect(history.after(3)).toEqual([]);
});

test('a thousand reports of one step and lines of one component take no more room than the last ones', () => {
  const history = makeHistory();
  for (let number = 1; number <= 1000; number += 1) {
    history.put(progress(number % 4));
    history.put(line(number));
  }
  const left = history.after(0).map(({told}) => told);
  expect(left.filter(({type}) => type === 'event')).toEqual([progress(0)]);
  expect(left.filter(({type}) => type === 'tool-line')).toHaveLength(40);
  expect(left.at(-1)).toEqual(line(1000));
});

test('what is left of a whole run leads to the same state', () => {
  const plan = smallPlan({'db/apply': '', 'db/ready': 'ready db/apply'});
  const events: EngineEvent[] = [
    {time, type: 'started', run: 'r', enginePid: 7, cluster: 'c', simulatedNodes: 0},
    {time, type: 'step-started', step: 'db/apply', component: 'db'},
    {time, type: 'progress', step: 'db/apply', component: 'db', ready: 0, desired: 1, waitsFor: 'hooks'},
    {time, type: 'progress', step: 'db/apply', component: 'db', ready: 1, desired: 1, waitsFor: ''},
    {time, type: 'note', step: 'db/apply', component: 'db', text: 'a stand-in'},
    {time, type: 'step-finished', step: 'db/apply', component: 'db', result: 'changed', seconds: 3},
    {time, type: 'step-started', step: 'db/ready', component: 'db'},
    {time, type: 'progress', step: 'db/ready', component: 'db', ready: 1, desired: 3, waitsFor: 'a pod'},
    {time, type: 'progress', step: 'db/ready', component: 'db', ready: 2, desired: 3, waitsFor: 'a pod'},
  ];
  const history = makeHistory();
  const stateOf = (all: readonly EngineEvent[]): RunState => all.reduce(reduce, initialState(plan));
  for (let count = 1; count <= events.length; count += 1) {
    history.put({type: 'event', event: events[count - 1] as never});
    const kept = history.after(0).map(({told}) => (told as {event: EngineEvent}).event);
    expect(stateOf(kept)).toEqual(stateOf(events.slice(0, count)));
  }
  expect(history.after(0)).toHaveLength(events.length - 2);
});
