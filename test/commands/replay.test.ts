import {expect, test} from 'vitest';
import type {Listener} from '../../source/commands/listener.js';
import {play} from '../../source/commands/replay.js';
import type {Journal} from '../../source/report/journal.js';
import {smallPlan} from '../helpers/small-plan.js';

const at = (second: number): string => new Date(second * 1000).toISOString();
const ofDb = {step: 'db/apply', component: 'db'};
const journal: Journal = {
  beginning: {
    ...{
      type: 'begins',
      time: at(0),
      version: 1,
      run: 'r',
      program: '0.1.0',
      pid: 7,
      startTime: '1',
      bootId: 'b',
    },
    cluster: {uid: 'u', title: 'context here', simulatedNodes: 0},
    plan: smallPlan({'db/apply': ''}),
    standIns: [],
  },
  records: [
    {type: 'act', time: at(1), step: 'db/apply'},
    {type: 'event', event: {time: at(1), type: 'step-started', ...ofDb}},
    {type: 'tool-line', time: at(2), component: 'db', line: 'Installing it now.'},
    {
      type: 'event',
      event: {time: at(3600), type: 'step-finished', ...ofDb, result: 'changed', seconds: 3599},
    },
  ],
};

test('what happened is told in order, at the time it happened, and nobody waits an hour for it', async () => {
  const told: string[] = [];
  const times: number[] = [];
  const listener: Listener = {
    say: sentence => told.push(sentence),
    building() {},
    begins: ({cluster, access}) => told.push(`${cluster.title} ${access}`),
    event: (event, before, after) =>
      told.push(`${event.type}: ${before.components.db?.state} to ${after.components.db?.state}`),
    toolLine: (_component, line) => told.push(line),
    trouble() {},
    ends() {},
  };
  const clock = {now: () => 0, reaches: (time: number) => times.push(time / 1000)};
  const hands = {listener, signal: new AbortController().signal};
  expect(await play(journal, 100_000, hands, clock)).toBe(0);
  expect(told).toEqual([
    'context here undefined',
    'step-started: planned to applying',
    'Installing it now.',
    'step-finished: applying to ready',
    'The journal ends here: the program was gone before the run was over.',
  ]);
  expect(times).toEqual([1, 1, 2, 3600]);
});
