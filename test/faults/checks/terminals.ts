import {setTimeout as sleep} from 'node:timers/promises';
import {isDeepStrictEqual} from 'node:util';
import {openTerminal, plainModes, type Terminal} from '../../helpers/terminal.js';
import type {Bed, Installation} from '../bed.js';
import {brokenAtTheEnd, undisturbed} from '../campaign.js';
import type {Check, Trial} from '../check.js';
import type {Home} from '../home.js';
import {untilQuiet} from '../invariants.js';
import {outcomesOf} from '../journals.js';
import {engineOf} from '../traces.js';

const open = (bed: Bed, installation: Installation, home: Home): Promise<Terminal> =>
  openTerminal([], {
    command: [process.execPath, bed.script, ...bed.argumentsOf(installation)],
    environment: home.environment,
  });

/** The terminal is as the shell had it before. */
const givenBack = (terminal: Terminal): string[] => [
  ...(terminal.settings() === terminal.settingsBefore ? [] : ['stty says something else than before']),
  ...(isDeepStrictEqual(terminal.modes(), plainModes)
    ? []
    : [`the terminal is left with ${JSON.stringify(terminal.modes())}`]),
];

/** @returns undefined where the install was over before anything could be done. */
type Way = (terminal: Terminal, home: Home) => Promise<string[] | undefined>;

const drop: Way = async (terminal, {folder}) => {
  const isRunning = engineOf(folder) !== undefined;
  terminal.hangUp();
  await terminal.ended;
  return isRunning ? [] : undefined;
};

/** Its engine is gone, or never was; the screen stays and shows the end until a key is pressed. */
const endedBy = async (terminal: Terminal, {folder}: Home): Promise<number> => {
  const ended = terminal.ended.then(() => true);
  while (!(await Promise.race([ended, sleep(1000, false)]))) {
    if (engineOf(folder) === undefined) terminal.press('q');
  }
  return terminal.ended;
};

/** What the engine and the terminal came to; undefined where the run was over before it could be interrupted. */
const fateOf = async (terminal: Terminal, home: Home, code: number): Promise<string[] | undefined> => {
  const back = givenBack(terminal);
  // What holds the terminal is of this home too.
  await terminal.close();
  const broken = [...back, ...(await untilQuiet(home))];
  const outcome = outcomesOf(home).at(-1);
  if (outcome === 'succeeded') return broken.length > 0 ? broken : undefined;
  return [
    ...broken,
    ...(outcome === 'interrupted' || outcome === undefined ? [] : [`the run ended as ${outcome}`]),
    ...(code === 130 ? [] : [`it exited with ${code}`]),
  ];
};

const once: Way = async (terminal, home) => {
  terminal.press('ctrl-c');
  return fateOf(terminal, home, await endedBy(terminal, home));
};

const twice: Way = async (terminal, home) => {
  terminal.press('ctrl-c');
  await sleep(50);
  terminal.press('ctrl-c');
  // No key beside: it does not wait for the engine.
  const code = await Promise.race([terminal.ended, sleep(60_000, undefined)]);
  if (code === undefined) return ['the screen is still there after a minute'];
  return fateOf(terminal, home, code);
};

/** Times in one install. */
const most = 6;

/** Leaves installs at random points in the same way, each several times, lets each come to its end and looks at what is there. */
const leave = async ({world: bed, runs, random, count}: Trial, way: Way): Promise<void> => {
  const peace = await undisturbed(bed);
  let [installation, mark, isFresh] = [bed.fresh(), bed.audit.mark(), true];
  for (let done = 0; done < runs; ) {
    const home = bed.home();
    const broken: string[] = [];
    let times = 0;
    for (let left = Math.min(most, runs - done); left > 0; left -= 1) {
      const terminal = await open(bed, installation, home);
      try {
        await terminal.until(/ of \d+ ready|components ready/, 120_000);
        await sleep((random.next() * peace.milliseconds.after) / 4);
        const found = await way(terminal, home);
        if (found === undefined) break;
        times += 1;
        broken.push(...found);
      } finally {
        await terminal.close();
      }
    }
    // The engine of a dropped session goes on by itself.
    broken.push(...(await untilQuiet(home, peace.milliseconds.after * 4 + 120_000)));
    if (way === drop && outcomesOf(home).some(outcome => outcome !== 'succeeded')) {
      broken.push(`the runs of dropped sessions ended as ${outcomesOf(home).join(', ')}`);
    }
    const last = await bed.install(installation, home).ended;
    if (last.exitCode !== 0)
      broken.push(`the run to the end exited with ${last.exitCode}: ${last.stderr.slice(-500)}`);
    const wanted = isFresh ? peace.fresh : peace.changed;
    broken.push(...(await brokenAtTheEnd(bed, installation, home, wanted, mark)));
    count(broken, times);
    done += times;
    isFresh = !isFresh;
    if (isFresh) [installation, mark] = [bed.fresh(), bed.audit.mark()];
    else installation = bed.changed(installation);
  }
};

const check = (name: string, provoked: string, holds: string, way: Way): Check => ({
  ...{name, provoked, holds},
  runs: {short: 0, long: 50},
  run: trial => leave(trial, way),
});

export const sessionDropped = check(
  'session-dropped',
  'the terminal of a running install is closed, as when SSH drops, and another one attached and closed again',
  'the engine goes on to the end; every release as after an undisturbed run',
  drop,
);
export const ctrlCOnce = check(
  'ctrl-c-once',
  'Ctrl-C once',
  'the engine ends politely, exit 130, stty and modes of the terminal as before; the next start goes on from there',
  once,
);
export const ctrlCTwice = check(
  'ctrl-c-twice',
  'Ctrl-C twice',
  'the screen is gone at once, exit 130, stty and modes as before; the engine ends politely; the next start goes on from there',
  twice,
);
