import {describe, expect, test, vi} from 'vitest';
import type {Intention} from '../../source/engine/intentions.js';
import {type RunFacts, reduce} from '../../source/engine/state.js';
import {App} from '../../source/ui/app.js';
import type {RunView, WheelView} from '../../source/ui/ports.js';
import {screenAt} from '../helpers/screen.js';
import {halfWay, type Moment, waitingForMariaDB, withFailure} from './fixtures/run-views.js';
import {standingRun} from './fixtures/run-world.js';
import {standingWorld} from './fixtures/world.js';

const wheel: WheelView = {
  ...{isOurs: true, holder: {pid: 7, tty: 'pts/3'}, others: 0, wasTaken: false, isLate: false},
};

/** The screens of a run, the cursor on a component, and what they wanted of the engine. */
const steering = ({view, now}: Moment, component: string, more: Partial<RunView> = {}) => {
  const wanted: Intention[] = [];
  const shown = {...view, wheel, ...more};
  const run = {...standingRun(shown), intend: (intention: Intention) => wanted.push(intention)};
  const world = standingWorld({now: () => now});
  const screen = screenAt(
    80,
    24,
    <App world={world} start={{run: {...run, ended: new Promise(() => {})}}} leave={() => {}} />,
  );
  screen.press('/', ...component, 'enter', 'end');
  return {screen, wanted};
};
const rule = (screen: ReturnType<typeof screenAt>): string =>
  (screen.lastFrame().split('\n').at(-2) ?? '').replaceAll('─', '').trim();
const running = (run: Partial<RunFacts>): Partial<RunView> => {
  const {state} = waitingForMariaDB().view;
  return {state: {...state, run: {...state.run, ...run}}};
};

test('what failed is retried, and so is what it holds back', () => {
  const failed = steering(withFailure(100), 'rabbitmq-cluster');
  failed.screen.press('r');
  expect(failed.wanted).toEqual([{type: 'retry', component: 'rabbitmq-cluster'}]);
  const blocked = steering(withFailure(100), 'openstack-exporter');
  blocked.screen.press('r');
  expect(blocked.wanted).toEqual([{type: 'retry', component: 'rabbitmq-cluster'}]);
});

test('a key that steers says why it does nothing', () => {
  const ready = steering(halfWay(), 'memcached');
  ready.screen.press('r');
  expect(rule(ready.screen)).toBe('Choose a component that failed, is skipped or tries again.');
  const watching = steering(halfWay(), 'memcached', {wheel: {...wheel, isOurs: false}});
  watching.screen.press('p');
  expect(rule(watching.screen)).toBe('The wheel is not here: w takes it, then this key works.');
  expect([...ready.wanted, ...watching.wanted]).toEqual([]);
});

test('what a skip blocks is said before it is taken, and no is the first answer', async () => {
  const {screen, wanted} = steering(waitingForMariaDB(), 'mariadb-cluster');
  screen.press('s');
  await vi.waitFor(() =>
    expect(`\n${screen.lastFrame()}`).toBe(`
 Genestack Flex · rehearsal, 5 simulated nodes
────────────────────────────────────────────────────────────────────────────────

 Skip mariadb-cluster?
 14 need it and will be blocked: barbican, cinder, glance, grafana, heat,
 horizon, iscsi-tgtd, keystone, neutron, nova, octavia and 3 more.
 What is there of it stays; r takes it up again.

 ❯ Go on with it
   Skip it












────────────────────────────────────────────────────────────────────────────────
 ↑↓ choose   enter answer   esc stay`),
  );
  screen.press('enter');
  expect(wanted).toEqual([]);
  screen.press('s', 'down', 'enter');
  expect(wanted).toEqual([{type: 'skip', component: 'mariadb-cluster'}]);
});

test.each<[string, Partial<RunFacts>, string, Intention]>([
  ['p', {}, '', {type: 'pause'}],
  ['p', {mode: 'paused'}, 'paused, 1 still runs: p goes on', {type: 'resume'}],
  ['x', {}, '', {type: 'stop'}],
  ['x', {mode: 'stopping'}, 'nothing new begins, 1 still runs: x takes it back', {type: 'resume'}],
  [
    'x',
    {mode: 'stopping', stoppedBy: 'thanos'},
    'thanos failed: nothing new begins, 1 still runs: x takes it back',
    {type: 'stop'},
  ],
  [
    'x',
    {isAwaiting: true},
    'Only a person moves it on: r retries what failed, s skips it, x ends the run',
    {type: 'stop'},
  ],
])('%s steers the whole run in %o', (key, facts, notice, intention) => {
  const {screen, wanted} = steering(waitingForMariaDB(), 'mariadb-cluster', running(facts));
  screen.press('escape');
  expect(rule(screen)).toBe(notice);
  screen.press(key);
  expect(wanted).toEqual([intention]);
});

describe('what stands still', () => {
  const moment = waitingForMariaDB();
  const {time, ofStep} = {
    time: new Date(moment.now).toISOString(),
    ofStep: {step: 'mariadb-cluster/ready', component: 'mariadb-cluster'},
  };
  const stalled = reduce(moment.view.state, {
    ...{time, type: 'step-stalled', ...ofStep, cause: 'claim storage-mariadb-cluster-2, unbound'},
    since: new Date(moment.now - 612_000).toISOString(),
    until: new Date(moment.now + 13_800_000).toISOString(),
  });

  test('is marked with for how long, and + gives it more time', () => {
    const {screen, wanted} = steering(moment, 'mariadb-cluster', {state: stalled});
    expect(screen.lastFrame()).toContain(
      'mariadb-cluster       rolling out !   2/3   quiet for 10:12: clai…    3:10',
    );
    expect(screen.lastFrame().split('\n').at(-1)).toBe(
      ' ↑↓ move  ←→ fold  s skip  + more time  enter why  l logs  ? keys  q detach',
    );
    screen.press('+');
    expect(wanted).toEqual([{type: 'lengthen', component: 'mariadb-cluster'}]);
  });

  test('says of a cause that may pass when it is tried again, and r tries at once', () => {
    const state = reduce(moment.view.state, {
      ...{
        time,
        type: 'step-postponed',
        ...ofStep,
        attempt: 3,
        why: 'the webhook vmariadb.kb.io does not answer',
      },
      at: new Date(moment.now + 12_000).toISOString(),
    });
    const {screen, wanted} = steering(moment, 'mariadb-cluster', {state});
    expect(screen.lastFrame()).toContain('again in 12 s: the we…');
    screen.press('enter');
    expect(screen.lastFrame()).toContain(
      'Again   Tries at 14:06:41, for the 3rd time: the webhook vmariadb.kb.io does\n         not answer. r tries at once.',
    );
    screen.press('r');
    expect(wanted).toEqual([{type: 'retry', component: 'mariadb-cluster'}]);
  });
});
