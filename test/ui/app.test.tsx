import {expect, test} from 'vitest';
import {App} from '../../source/ui/app.js';
import type {Run, RunView, WheelView} from '../../source/ui/ports.js';
import type {AppResult} from '../../source/ui/session.js';
import {screenAt} from '../helpers/screen.js';
import {type Moment, succeeded, waitingForMariaDB} from './fixtures/run-views.js';
import {standingRun} from './fixtures/run-world.js';
import {standingWorld} from './fixtures/world.js';

/** The screens of a run, and what they did with it. */
const watch = ({view, now}: Moment) => {
  const listeners = new Set<() => void>();
  const seen = {interrupts: 0, turns: 0, results: [] as AppResult[]};
  let current: RunView = view;
  const run: Run = {
    ...standingRun(view),
    view: () => current,
    subscribe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    interrupt: () => {
      seen.interrupts += 1;
    },
    turnWheel: () => {
      seen.turns += 1;
    },
    ended: new Promise(() => {}),
  };
  const screen = screenAt(
    80,
    24,
    <App world={standingWorld({now: () => now})} start={{run}} leave={result => seen.results.push(result)} />,
  );
  const becomes = (next: RunView): void => {
    current = next;
    for (const listener of listeners) {
      listener();
    }
  };
  return {screen, seen, run, becomes};
};

test('the keys of the context are one key away, and the log goes on behind them', () => {
  const {screen} = watch(waitingForMariaDB());
  const before = screen.lastFrame();
  screen.press('?');
  expect(screen.lastFrame()).toContain('f          follow');
  screen.press('escape');
  expect(screen.lastFrame()).toBe(before);
});

const wheelOf = (more: Partial<WheelView> = {}): WheelView => ({
  ...{isOurs: true, holder: {pid: 7, tty: 'pts/3'}, others: 0, wasTaken: false, isLate: false},
  ...more,
});
const steered = (wheel: WheelView): Moment => {
  const {view, now} = waitingForMariaDB();
  return {now, view: {...view, wheel}};
};
const elsewhere = {isOurs: false, others: 1};
const lastRule = (screen: ReturnType<typeof watch>['screen']): string =>
  screen.lastFrame().split('\n').at(-2) ?? '';

test('Ctrl-C of whoever has the wheel asks once to end politely, the second leaves', () => {
  const {screen, seen, run} = watch(steered(wheelOf()));
  screen.press('ctrl-c');
  expect(seen).toEqual({interrupts: 1, turns: 0, results: []});
  screen.press('ctrl-c');
  expect(seen).toEqual({interrupts: 1, turns: 0, results: [{kind: 'run', run}]});
});

test('Ctrl-C of a watcher only leaves', () => {
  const {screen, seen, run} = watch(steered(wheelOf(elsewhere)));
  screen.press('ctrl-c');
  expect(seen).toEqual({interrupts: 0, turns: 0, results: [{kind: 'run', run}]});
});

test('q leaves, and nobody is asked to end', () => {
  const {screen, seen, run} = watch(steered(wheelOf()));
  screen.press('q');
  expect(seen).toEqual({interrupts: 0, turns: 0, results: [{kind: 'run', run}]});
});

test.each<[string, Partial<WheelView>, string]>([
  ['is here alone', {}, ''],
  ['is here and others look on', {others: 2}, 'the wheel is here, 2 more look on'],
  ['is here of whoever came later', {isLate: true}, 'attached to what went on, the wheel is here'],
  ['is elsewhere', elsewhere, 'watching, wheel at 7 on pts/3: w takes it'],
  ['was taken', {...elsewhere, wasTaken: true}, 'the wheel was taken by 7 on pts/3: w takes it back'],
  ['is nowhere', {isOurs: false, holder: null}, 'watching, nobody has the wheel: w takes it'],
])('that the wheel %s is seen', (_, more, notice) => {
  const {screen} = watch(steered(wheelOf(more)));
  expect(lastRule(screen).replaceAll('─', '').trim()).toBe(notice);
});

test('w turns the wheel, once a press', () => {
  const {screen, seen} = watch(steered(wheelOf(elsewhere)));
  screen.press('w', 'w');
  expect(seen).toEqual({interrupts: 0, turns: 2, results: []});
});

test('a run that is over is left without a question', async () => {
  const {screen, seen, run, becomes} = watch(waitingForMariaDB());
  becomes(succeeded().view);
  await expect.poll(screen.lastFrame).toContain('components ready');
  screen.press('q');
  expect(seen).toEqual({interrupts: 0, turns: 0, results: [{kind: 'run', run}]});
});

test('a window without room says so, and the keys are not lost on the way back', () => {
  const {screen} = watch(waitingForMariaDB());
  screen.resize(59, 15);
  expect(screen.lastFrame()).toContain('Make the window 60x16 or larger; it is 59x15. The install\ngoes on.');
  screen.resize(60, 16);
  expect(screen.lastFrame()).toContain('OpenStack');
});
