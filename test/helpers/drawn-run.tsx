import {vi} from 'vitest';
import {readCatalogue} from '../../source/catalogue/read.js';
import type {ClusterSession} from '../../source/commands/cluster-session.js';
import {play} from '../../source/commands/replay.js';
import {watchRun} from '../../source/commands/run-view.js';
import type {Journal} from '../../source/report/journal.js';
import type {Run} from '../../source/ui/ports.js';
import {emptyLog} from '../../source/ui/tree/log-view.js';
import {podOf} from '../../source/ui/tree/row-target.js';
import {initialRunScreen, type RunScreen} from '../../source/ui/tree/run-screen.js';
import {StandingRun, standingRun} from '../ui/fixtures/run-world.js';
import {screenAt} from './screen.js';

/** Of a run's events every so many are drawn; what they leave behind is drawn at the end. */
const everyEvents = 10;
const sizes = [
  [80, 24],
  [200, 60],
] as const;

/**
 * What the screens of a run show, as text: the tree on the way by its journal and at the end, the last screen, and why of each
 * component is as it is. With a cluster it is looked into for that, and the first pod of each component shows its last lines.
 */
export const framesOf = async (journal: Journal, session?: ClusterSession): Promise<string[]> => {
  const {plan, time} = journal.beginning;
  const now = Date.parse(time);
  const watched = watchRun({
    catalogue: readCatalogue(),
    plan,
    place: 'played back',
    files: {profile: '', kubeconfig: null},
    isKept: false,
    removal: null,
    shown: text => text,
    now: () => now,
  });
  const run: Run = {...standingRun(watched.view()), ...watched, intend: () => {}};
  const screens = sizes.map(([columns, rows]) => screenAt(columns, rows, null));
  const frames: string[] = [];
  const draw = (begin: Partial<RunScreen> = {}, shown = run): void => {
    const moment = {view: watched.view(), now};
    for (const screen of screens) {
      // Every time anew: what was opened before is not to stay.
      screen.show(
        <StandingRun
          key={frames.length}
          moment={moment}
          run={shown}
          begin={{...initialRunScreen, wasOver: true, ...begin}}
        />,
      );
      frames.push(screen.lastFrame());
    }
  };

  let count = 0;
  await play(journal, Number.POSITIVE_INFINITY, {
    listener: {
      ...watched.listener,
      event(...told) {
        watched.listener.event(...told);
        if (++count % everyEvents === 0) {
          draw();
        }
      },
    },
    signal: new AbortController().signal,
  });
  if (session !== undefined) {
    watched.meets(session);
    await vi.waitFor(
      () => {
        if (watched.view().observation.size === 0) {
          throw new Error('the cluster was not listed yet');
        }
      },
      {timeout: 60_000},
    );
  }
  draw();
  draw({layer: 'done'});
  for (const {name, enabled} of plan.components) {
    const pod = enabled ? podOf({component: name}, watched.view()) : undefined;
    if (enabled) {
      draw({layer: 'why', target: {component: name}});
    }
    if (pod !== undefined) {
      const {namespace, name: podName} = pod;
      const lines = await watched.lastLines(
        {namespace, pod: podName, container: '', previous: false},
        new AbortController().signal,
      );
      draw({layer: 'logs', log: {...emptyLog(pod), lines, hasEnded: true}}, standingRun(watched.view()));
    }
  }
  watched.close();
  for (const screen of screens) {
    screen.close();
  }
  return frames;
};
