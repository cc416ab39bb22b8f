import {expect, test} from 'vitest';
import {App} from '../../source/ui/app.js';
import type {Run, RunView} from '../../source/ui/ports.js';
import type {AppResult} from '../../source/ui/session.js';
import {screenAt} from '../helpers/screen.js';
import {type Moment, succeeded, waitingForMariaDB} from './fixtures/run-views.js';
import {standingRun} from './fixtures/run-world.js';
import {standingWorld} from './fixtures/world.js';

/** The screens of a run, and what they did with it. */
const watch = ({view, now}: Moment) => {
  const listeners = new Set<() => void>();
  const seen = {interrupts: 0, results: [] as AppResult[]};
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

test('Ctrl-C asks once, and to stay is what enter does', () => {
  const {screen, seen} = watch(waitingForMariaDB());
  screen.press('ctrl-c');
  expect(screen.lastFrame()).toBe(` Genestack Flex · rehearsal, 5 simulated nodes
────────────────────────────────────────────────────────────────────────────────

 Stop the install?
 Nothing new is begun, and what runs is finished. The next start goes on from
 there.

 ❯ Let it go on
   Stop it













────────────────────────────────────────────────────────────────────────────────
 ↑↓ choose   enter answer   esc stay`);
  screen.press('enter');
  expect(screen.lastFrame()).toContain('OpenStack');
  expect(seen).toEqual({interrupts: 0, results: []});
});

test('two Ctrl-C stop politely, two more end at once', () => {
  const {screen, seen} = watch(waitingForMariaDB());
  screen.press('ctrl-c', 'ctrl-c');
  expect(seen.interrupts).toBe(1);
  expect(screen.lastFrame()).toContain('OpenStack');
  screen.press('q', 'down', 'enter');
  expect(seen).toEqual({interrupts: 2, results: []});
});

test('a run that is over is left without a question', async () => {
  const {screen, seen, run, becomes} = watch(waitingForMariaDB());
  screen.press('q');
  becomes(succeeded().view);
  await expect.poll(screen.lastFrame).toContain('48 of 48 components ready');
  screen.press('q');
  expect(seen).toEqual({interrupts: 0, results: [{kind: 'run', run}]});
});

test('a window without room says so, and the keys are not lost on the way back', () => {
  const {screen} = watch(waitingForMariaDB());
  screen.resize(59, 15);
  expect(screen.lastFrame()).toContain('Make the window 60x16 or larger; it is 59x15. The install\ngoes on.');
  screen.resize(60, 16);
  expect(screen.lastFrame()).toContain('OpenStack');
});
