import {setTimeout as sleep} from 'node:timers/promises';
import type {Ended, Running} from '../helpers/program.js';
import type {Bed, Installation} from './bed.js';
import type {Trial} from './check.js';
import {type ClusterState, readState} from './cluster-state.js';
import {releaseNames} from './eight-releases.js';
import type {Home} from './home.js';
import {
  type Broken,
  deployedOnce,
  nothingLeft,
  revisionsInOrder,
  sameObjects,
  secretKeeper,
  untilQuiet,
} from './invariants.js';
import type {Random} from './random.js';

/** What an install comes to that nobody disturbs, fresh and where the same was changed, and how long it takes here. */
export interface Undisturbed {
  readonly fresh: ClusterState;
  readonly changed: ClusterState;
  /** Until the engine begins with its plan, and from then to the end. */
  readonly milliseconds: {readonly before: number; readonly after: number};
  /** That was installed last, and where. */
  readonly installation: Installation;
  readonly home: Home;
}

const measured = new WeakMap<Bed, Promise<Undisturbed>>();

/** Exit code, what failed, and the talk. */
const saidOf = ({exitCode, stdout, stderr}: Ended): string =>
  [exitCode, ...stdout.split('\n').filter(line => /step-failed|"error"/.test(line)), stderr.slice(-600)].join(
    '\n',
  );

export const isStart = (line: string): boolean => line.includes('"type":"started"');

const mustEnd = async (running: Running): Promise<Ended> => {
  const ended = await running.ended;
  if (ended.exitCode !== 0) throw new Error(`an undisturbed install ended with ${saidOf(ended)}`);
  return ended;
};

/** Installs twice in peace; once a bed. */
export const undisturbed = (bed: Bed): Promise<Undisturbed> => {
  const known = measured.get(bed) ?? measure(bed);
  measured.set(bed, known);
  return known;
};

const measure = async (bed: Bed): Promise<Undisturbed> => {
  const home = bed.home('peace');
  const installation = bed.fresh();
  await mustEnd(bed.install(installation, home));
  const fresh = await readState(bed.client, installation.namespace);
  const began = performance.now();
  const changed = bed.changed(installation);
  const running = bed.install(changed, home);
  await running.line(isStart);
  const before = performance.now() - began;
  await mustEnd(running);
  const milliseconds = {before, after: performance.now() - began - before};
  const state = await readState(bed.client, installation.namespace);
  return {fresh, changed: state, milliseconds, installation: changed, home};
};

/** Every sentence on what does not hold of an installation that was brought to its end. */
export const brokenAtTheEnd = async (
  bed: Bed,
  {namespace}: Installation,
  home: Home,
  wanted: ClusterState,
  mark: number,
): Promise<Broken> => {
  const quiet = await nothingLeft(bed.client, home);
  const state = await readState(bed.client, namespace);
  return [
    ...deployedOnce(state, releaseNames),
    ...revisionsInOrder(state, bed.audit.since(mark), namespace),
    ...sameObjects(state, wanted),
    ...quiet,
  ];
};

/** One blow in five falls before the engine begins; the rest within a quarter of a whole run, so that those of one install fall on all parts of it. */
const momentOf = async (running: Running, random: Random, {before, after}: Undisturbed['milliseconds']) => {
  if (random.next() < 0.2) return sleep(random.next() * before);
  const pause = (random.next() * after) / 4;
  await running.line(isStart).catch(() => {});
  return sleep(pause);
};

/** Does something to a program that runs. @returns whether there was something to do it to. */
export type Blow = (running: Running, home: Home) => boolean | Promise<boolean>;

/** Blows before an install is let run to its end. */
const [leastBlows, mostBlows] = [8, 20];

/**
 * Strikes installs at random moments, many times each, then lets each run to its end and looks at what it came to: one install in
 * two is the first in its namespace, the other changes every release.
 */
export const strike = async ({world: bed, runs, random, count}: Trial, blow: Blow): Promise<void> => {
  const peace = await undisturbed(bed);
  let [done, installation, mark] = [0, bed.fresh(), bed.audit.mark()];
  let secrets = secretKeeper();
  let isFresh = true;
  while (done < runs) {
    const home = bed.home();
    const broken: string[] = [];
    let blows = 0;
    for (let left = Math.min(random.between(leastBlows, mostBlows), runs - done); left > 0; ) {
      const running = bed.install(installation, home);
      const ended = running.ended.then(({exitCode}) => exitCode);
      const isOver = await Promise.race([
        ended,
        momentOf(running, random, peace.milliseconds).then(() => 'struck' as const),
      ]);
      if (isOver === 'struck' && (await blow(running, home))) {
        blows += 1;
        left -= 1;
      } else if (isOver === 0) {
        break;
      }
      await ended;
      // Whoever starts again may do so at once or when all is quiet.
      if (random.next() < 0.5) broken.push(...(await untilQuiet(home)));
      broken.push(...secrets.look(await readState(bed.client, installation.namespace)));
    }
    const last = await bed.install(installation, home).ended;
    if (last.exitCode !== 0) {
      broken.push(`the run to the end exited with ${saidOf(last)}`);
    }
    const wanted = isFresh ? peace.fresh : peace.changed;
    broken.push(...(await brokenAtTheEnd(bed, installation, home, wanted, mark)));
    const state = await readState(bed.client, installation.namespace);
    broken.push(...secrets.look(state), ...secrets.gone(state));
    done += blows;
    count(broken, blows);
    isFresh = !isFresh;
    if (isFresh) {
      [installation, mark, secrets] = [bed.fresh(), bed.audit.mark(), secretKeeper()];
    } else {
      installation = bed.changed(installation);
    }
  }
};
