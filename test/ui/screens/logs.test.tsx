import {expect, test, vi} from 'vitest';
import type {Run} from '../../../source/ui/ports.js';
import {initialRunScreen} from '../../../source/ui/tree/run-screen.js';
import {componentKey} from '../../../source/ui/tree/tree-row.js';
import {screenAt} from '../../helpers/screen.js';
import {waitingForMariaDB} from '../fixtures/run-views.js';
import {StandingRun, standingRun} from '../fixtures/run-world.js';

const lines = Array.from({length: 30}, (_, index) => `14:06:${index + 10} [Note] WSREP: step ${index}`);
const moment = waitingForMariaDB();
const cursor = {key: componentKey('mariadb-cluster'), index: 10};
const begin = {...initialRunScreen, tree: {...initialRunScreen.tree, cursor}};
const logOf = (run: Run) => <StandingRun moment={moment} run={run} begin={begin} />;
const shows = (screen: ReturnType<typeof screenAt>, frame: string) =>
  vi.waitFor(() => expect(`\n${screen.lastFrame()}`).toBe(frame));

test('80x24: of a component the log of the pod that is not ready', async () => {
  const screen = screenAt(80, 24, logOf(standingRun(moment.view, lines)));
  screen.press('l');
  await shows(
    screen,
    `
 Log of mariadb-cluster-2                                                 ended
────────────────────────────────────────────────────────────────────────────────
 14:06:20 [Note] WSREP: step 10
 14:06:21 [Note] WSREP: step 11
 14:06:22 [Note] WSREP: step 12
 14:06:23 [Note] WSREP: step 13
 14:06:24 [Note] WSREP: step 14
 14:06:25 [Note] WSREP: step 15
 14:06:26 [Note] WSREP: step 16
 14:06:27 [Note] WSREP: step 17
 14:06:28 [Note] WSREP: step 18
 14:06:29 [Note] WSREP: step 19
 14:06:30 [Note] WSREP: step 20
 14:06:31 [Note] WSREP: step 21
 14:06:32 [Note] WSREP: step 22
 14:06:33 [Note] WSREP: step 23
 14:06:34 [Note] WSREP: step 24
 14:06:35 [Note] WSREP: step 25
 14:06:36 [Note] WSREP: step 26
 14:06:37 [Note] WSREP: step 27
 14:06:38 [Note] WSREP: step 28
 14:06:39 [Note] WSREP: step 29
────────────────────────────────────────────────────────────────────────────────
 ↑↓ scroll   esc back   ←→ the line   ? keys`,
  );
});

test('60x16: moving up pauses and says how much is below', async () => {
  const screen = screenAt(60, 16, logOf(standingRun(moment.view, lines)));
  screen.press('l');
  await vi.waitFor(() => expect(screen.lastFrame()).toContain('step 29'));
  screen.press('up');
  await shows(
    screen,
    `
 Log of mariadb-cluster-2                    ended, 1 below
────────────────────────────────────────────────────────────
 14:06:27 [Note] WSREP: step 17
 14:06:28 [Note] WSREP: step 18
 14:06:29 [Note] WSREP: step 19
 14:06:30 [Note] WSREP: step 20
 14:06:31 [Note] WSREP: step 21
 14:06:32 [Note] WSREP: step 22
 14:06:33 [Note] WSREP: step 23
 14:06:34 [Note] WSREP: step 24
 14:06:35 [Note] WSREP: step 25
 14:06:36 [Note] WSREP: step 26
 14:06:37 [Note] WSREP: step 27
 14:06:38 [Note] WSREP: step 28
────────────────────────────────────────────────────────────
 ↑↓ scroll   f follow   esc back   ←→ the line   ? keys`,
  );
});

test('a log that cannot be read says why, and leaving it ends the reading', async () => {
  let signal: AbortSignal | undefined;
  const run: Run = {
    ...standingRun(moment.view),
    // biome-ignore lint/correctness/useYield: a log that ends before its first line.
    async *logs(_, its) {
      signal = its;
      throw new Error('the pod has no node yet');
    },
  };
  const screen = screenAt(80, 24, logOf(run));
  screen.press('l');
  await vi.waitFor(() => expect(screen.lastFrame()).toContain('the pod has no node yet'));
  screen.press('escape');
  await vi.waitFor(() => expect(screen.lastFrame()).toContain('❯  ◐ mariadb-cluster'));
  expect(signal?.aborted).toBe(true);
});
