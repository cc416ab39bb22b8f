import {setTimeout as sleep} from 'node:timers/promises';
import type {Ended} from '../../helpers/program.js';
import {writesOf} from '../audit.js';
import type {Bed, Installation} from '../bed.js';
import {brokenAtTheEnd, undisturbed} from '../campaign.js';
import type {Check, Trial} from '../check.js';
import {elsewhere} from '../elsewhere.js';
import type {Home} from '../home.js';
import {drivenRuns} from '../journals.js';
import {engineOf, kill} from '../traces.js';

/** Runs that did something at the same time. */
const overlaps = (homes: readonly Home[]): string[] => {
  const runs = [...new Set(homes)]
    .flatMap(drivenRuns)
    .sort((one, other) => (one.firstAct < other.firstAct ? -1 : 1));
  return runs.flatMap((run, index) => {
    const before = runs[index - 1];
    return before !== undefined && before.lastAct > run.firstAct
      ? [`${run.run} began a step at ${run.firstAct}, and ${before.run} one at ${before.lastAct}`]
      : [];
  });
};

const startAll = async (
  bed: Bed,
  {random}: Trial,
  installation: Installation,
  places: readonly {readonly home: Home; readonly before: readonly string[]}[],
) =>
  Promise.all(
    places.map(async ({home, before}) => {
      await sleep(random.next() * 1000);
      const ended = await bed.install(installation, home, ['--output', 'json'], before).ended;
      return {home, ended};
    }),
  );

/** Who drives, and since when. */
const told =
  /Another driver holds this cluster: \S+ on \S+ \(pid \d+\), since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d/;

/** Of those who shared a machine with the first driver each has its outcome; elsewhere they have it, or are told of it. */
const wrongEnds = (
  all: readonly {readonly home: Home; readonly ended: Ended}[],
  first: Home | undefined,
): string[] =>
  all.flatMap(({home, ended: {exitCode, stderr}}) => {
    const isGood = exitCode === 0 || (exitCode === 4 && home !== first && told.test(stderr));
    const where = home === first ? 'where the first drove' : 'elsewhere';
    return isGood ? [] : [`one ${where} exited with ${exitCode}: ${stderr.slice(-500)}`];
  });

const firstOf = (homes: readonly Home[]): Home | undefined =>
  homes
    .flatMap(home => drivenRuns(home).map(({firstAct}) => ({home, firstAct})))
    .sort((one, other) => (one.firstAct < other.firstAct ? -1 : 1))[0]?.home;

export const startedAtOnce: Check = {
  name: 'started-at-once',
  provoked: 'two to eight started within a second, half of the times on two machines',
  holds:
    'exactly one drives at a time; on its machine all have its outcome, elsewhere they exit 4 and say who drives since when, or begin after it; every release as after one undisturbed run',
  runs: {short: 1, long: 20},
  async run(trial) {
    const {world: bed, runs, random, count} = trial;
    const peace = await undisturbed(bed);
    for (let run = 0; run < runs; run += 1) {
      const [here, there] = [bed.home(), bed.home('there')];
      const other = {home: there, before: elsewhere(there)};
      const number = random.between(2, 8);
      const places = Array.from({length: number}, (_, index) =>
        run % 2 === 1 && index % 2 === 1 ? other : {home: here, before: []},
      );
      const installation = bed.fresh();
      const mark = bed.audit.mark();
      const ended = await startAll(bed, trial, installation, places);
      const engines = [here, there].flatMap(drivenRuns).length;
      count([
        ...wrongEnds(ended, firstOf([here, there])),
        ...(run % 2 === 0 && engines !== 1 ? [`${engines} engines drove on one machine`] : []),
        ...overlaps([here, there]),
        ...(await brokenAtTheEnd(bed, installation, here, peace.fresh, mark)),
      ]);
    }
  },
};

export const stoppedDriver: Check = {
  name: 'stopped-driver',
  provoked: 'SIGSTOP of the engine, another takes over from another machine, SIGCONT',
  holds: 'the other installs to the end; the one that wakes starts nothing more and changes nothing',
  runs: {short: 0, long: 10},
  async run({world: bed, runs, random, count}) {
    const peace = await undisturbed(bed);
    for (let run = 0; run < runs; run += 1) {
      const [here, there] = [bed.home(), bed.home('there')];
      const installation = bed.fresh();
      const mark = bed.audit.mark();
      const first = bed.install(installation, here);
      await first.line(line => line.includes('"type":"started"'));
      await sleep((random.next() * peace.milliseconds.after) / 3);
      const engine = engineOf(here.folder);
      if (engine === undefined || !kill(engine, 'SIGSTOP')) {
        // It was over before; that is nothing to count.
        await first.ended;
        run -= 1;
        continue;
      }
      const second = await bed.install(installation, there, ['--output', 'json'], elsewhere(there)).ended;
      const acts = drivenRuns(here).map(one => one.acts);
      const woken = bed.audit.mark();
      kill(engine, 'SIGCONT');
      const {exitCode} = await first.ended;
      count([
        ...(second.exitCode === 0
          ? []
          : [`the other exited with ${second.exitCode}: ${second.stderr.slice(-500)}`]),
        ...(exitCode === 4 || exitCode === 0 ? [] : [`the one that woke exited with ${exitCode}`]),
        ...(String(drivenRuns(here).map(one => one.acts)) === String(acts)
          ? []
          : ['it began a step when it woke']),
        ...writesOf(bed.audit.since(woken)).map(write => `after it woke: ${write}`),
        ...(await brokenAtTheEnd(bed, installation, here, peace.fresh, mark)),
      ]);
    }
  },
};
