import {describe, expect, test} from 'vitest';
import type {EngineEvent} from '../../source/engine/events.js';
import {makeReceipt} from '../../source/engine/receipt.js';
import {initialState, type RunState, reduce} from '../../source/engine/state.js';
import {GenestackError} from '../../source/errors.js';
import {closingLines, lineOf, openingLines} from '../../source/report/lines.js';
import {drivenRun} from '../helpers/driven-run.js';
import {smallPlan} from '../helpers/small-plan.js';

const plan = smallPlan({
  'mariadb/prepare': '',
  'mariadb/apply': 'ready mariadb/prepare',
  'mariadb/ready': 'ready mariadb/apply',
  'glance/prepare': '',
  'glance/apply': 'ready glance/prepare, ready mariadb/ready',
  'glance/ready': 'ready glance/apply, uses designate/ready',
});

const told = (driven: ReturnType<typeof drivenRun>, standIns: readonly string[] = []) => {
  const lines: string[] = [];
  let state: RunState = initialState(plan, standIns);
  for (const event of driven.events) {
    const before = state;
    state = reduce(state, event);
    lines.push(...(lineOf(event, before, state)?.split('\n') ?? []));
  }
  return {lines, state};
};

const closing = (state: RunState, facts: object = {}) =>
  closingLines(
    makeReceipt(state, plan, {
      standIns: [],
      kubeconfig: null,
      simulatedNodes: 0,
      time: '1970-01-01T00:00:00Z',
      ...facts,
    }),
    state,
  ).join('\n');

const gone = new GenestackError('GS-HELM-09', 'helm gave up on “mariadb”\u001b[31m', 'Look at its log');

test('a run is told in sentences with time and name before them, each change once', async () => {
  const driven = drivenRun(plan);
  await driven.finish('mariadb/prepare', 'glance/prepare');
  driven.pass(31);
  driven.context('mariadb/apply').note('stand-in chart');
  await driven.finish('mariadb/apply');
  driven.context('mariadb/ready').report({ready: 1, desired: 3, waitsFor: 'Pod mariadb-1'});
  driven.pass(221);
  await driven.finish('mariadb/ready', 'glance/apply', 'glance/ready');
  await driven.over;
  expect(told(driven).lines).toEqual([
    '   0:00  glance   waits for mariadb',
    '   0:00  mariadb  applying',
    '   0:31  mariadb  note: stand-in chart',
    '   0:31  mariadb  rolling out',
    '   0:31  mariadb  rolling out, 1 of 3: waits for Pod mariadb-1',
    '   4:12  mariadb  ready, took 4:12',
    '   4:12  glance   applying',
    '   4:12  glance   rolling out',
    '   4:12  glance   ready, took 0:00; without what designate would add',
  ]);
});

test('one that waits for several is told of at the last of them, after what it waited for', () => {
  const waiting = smallPlan({
    'c/prepare': '',
    'a/ready': '',
    'b/ready': '',
    'c/apply': 'ready c/prepare, ready a/ready, ready b/ready',
  });
  const finished = (step: string, result: 'changed' | 'unchanged'): EngineEvent => ({
    time: '1970-01-01T00:00:00Z',
    type: 'step-finished',
    step,
    component: step.slice(0, 1),
    result,
    seconds: 0,
  });
  const before = reduce(initialState(waiting), finished('c/prepare', 'changed'));
  expect(lineOf(finished('c/prepare', 'changed'), initialState(waiting), before)).toBeUndefined();
  const event = finished('a/ready', 'unchanged');
  expect(lineOf(event, before, reduce(before, event))).toBe(
    '   0:00  a  ready, nothing had to change\n   0:00  c  waits for b',
  );
});

test('a failure has its remedy and code in plain ASCII, and who is blocked names it', async () => {
  const driven = drivenRun(plan);
  await driven.finish('mariadb/prepare', 'glance/prepare');
  await driven.fail('mariadb/apply', gone);
  await driven.over;
  const {lines, state} = told(driven);
  expect(lines.slice(-2)).toEqual([
    '   0:00  mariadb  failed: helm gave up on "mariadb". Look at its log. (GS-HELM-09)',
    '   0:00  glance   blocked by mariadb',
  ]);
  expect(closing(state)).toContain('0 of 2 components ready');
  expect(closing(state)).toContain('Blocked by mariadb: glance.');
});

test('an interruption says what is finishing, and at the end what was not begun', async () => {
  const stop = new AbortController();
  const driven = drivenRun(plan, {signal: stop.signal});
  await driven.finish('mariadb/prepare', 'glance/prepare');
  stop.abort();
  await driven.over;
  const {lines, state} = told(driven);
  expect(lines.slice(-2)).toEqual([
    '   0:00           stops; finishing first: mariadb. Once more Ctrl-C leaves at once',
    '   0:00  mariadb  interrupted while it was applied',
  ]);
  expect(closing(state)).toContain('Begun and not ready: mariadb.\nNot begun: glance.');
});

describe('what nobody looked at', () => {
  test('is named at the beginning and at the end of a rehearsal', () => {
    const facts = {cluster: 'rehearsal default', simulatedNodes: 5, standIns: ['glance']};
    const opening = openingLines(plan, facts).join('\n');
    expect(opening).toContain('Rehearses Genestack Flex: 2 components, 6 steps, on rehearsal default.');
    expect(opening).toContain('5 simulated nodes');
    expect(opening).toContain('1 stand-in chart where no real one was given: glance.');
    const end = closing(initialState(plan), facts);
    expect(end).toContain('Not checked: that services answer, because nodes are simulated.');
    expect(end).toContain('Stand-in charts, not the real ones: glance.');
  });

  test('is named on a real cluster, too', () => {
    expect(closing(initialState(plan))).toContain('Not checked: that services answer.');
  });
});

test('an API server that is silent is told of once, and once when it is back', () => {
  const words: EngineEvent[] = [
    {
      type: 'started',
      time: '1970-01-01T00:00:00.000Z',
      run: 'r',
      enginePid: 1,
      cluster: 'c',
      simulatedNodes: 0,
    },
    {
      ...{type: 'api-silent', time: '1970-01-01T00:00:17.000Z', since: '1970-01-01T00:00:05.000Z'},
      why: 'it does not answer in time',
    },
    {type: 'api-heard', time: '1970-01-01T00:01:05.000Z', seconds: 60},
  ];
  let state = initialState(plan);
  const lines = words.flatMap(event => {
    const before = state;
    state = reduce(state, event);
    return lineOf(event, before, state) ?? [];
  });
  expect(lines.map(line => line.replace(/ +/g, ' '))).toEqual([
    ' 0:17 API server not answering for 0:12: it does not answer in time; it is waited for',
    ' 1:05 API server answers again, after 1:00',
  ]);
});
