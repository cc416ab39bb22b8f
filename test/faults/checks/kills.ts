import {setTimeout as sleep} from 'node:timers/promises';
import {type Blow, brokenAtTheEnd, isStart, strike, undisturbed} from '../campaign.js';
import type {Check, Trial} from '../check.js';
import {releaseNames} from '../eight-releases.js';
import {engineOf, kill, killTree, tracesOf} from '../traces.js';

const holds =
  'after one more run every release is deployed once and none pending, revisions without gap or double, Secrets as first made, ' +
  'objects as undisturbed, no process, file or held Lease left';

const engine: Blow = (_running, {folder}) => {
  const driver = engineOf(folder);
  return driver !== undefined && kill(driver);
};

const tree: Blow = async (_running, {folder}) => {
  await killTree(folder);
  return true;
};

/** Of one release: who loses every helm for as long as that is tried again has to fail. */
const mostKills = 2;

/** One install in which a helm is killed now and then: with its engine alive it has to end by itself. */
const installWithKilledHelms = async ({world: bed, random, count}: Trial, left: number): Promise<number> => {
  const peace = await undisturbed(bed);
  const [home, installation, mark] = [bed.home(), bed.fresh(), bed.audit.mark()];
  const running = bed.install(installation, home);
  await running.line(isStart);
  const killed: string[] = [];
  for (let isOver = false; !isOver && killed.length < left; ) {
    isOver = await Promise.race([
      running.ended.then(() => true),
      sleep((random.next() * peace.milliseconds.after) / 4).then(() => false),
    ]);
    const helms = (isOver ? [] : tracesOf(home.folder))
      .filter(({kind}) => kind === 'helm')
      .map(({pid, command}) => ({
        pid,
        release: releaseNames.find(name => command.includes(` ${name} `)) ?? '',
      }))
      .filter(({release}) => killed.filter(one => one === release).length < mostKills);
    const chosen = helms[random.between(0, Math.max(0, helms.length - 1))];
    if (chosen !== undefined && kill(chosen.pid)) killed.push(chosen.release);
  }
  const {exitCode, stdout, stderr} = await running.ended;
  const failed = stdout.split('\n').filter(line => line.includes('"type":"step-failed"'));
  count(
    [
      ...(exitCode === 0 ? [] : [`exit ${exitCode}: ${stderr.slice(-500)}`]),
      ...failed.map(line => `marked as failed: ${line}`),
      ...(await brokenAtTheEnd(bed, installation, home, peace.fresh, mark)),
    ],
    killed.length,
  );
  return killed.length;
};

export const killEngine: Check = {
  name: 'kill-engine',
  provoked: 'SIGKILL of the engine at a random moment',
  holds,
  runs: {short: 2, long: 200},
  run: trial => strike(trial, engine),
};

export const helmKilled: Check = {
  name: 'helm-killed',
  provoked: 'SIGKILL of a random helm, again and again in one install whose engine lives',
  holds:
    'the install goes on by itself and ends with exit 0, nothing is marked failed for it; every release is deployed once and none ' +
    'pending, revisions without gap or double, objects as undisturbed, no process, file or held Lease left',
  runs: {short: 0, long: 50},
  async run(trial) {
    for (let done = 0; done < trial.runs; ) done += await installWithKilledHelms(trial, trial.runs - done);
  },
};

export const killTreeCheck: Check = {
  name: 'kill-tree',
  provoked: 'SIGKILL of engine, helms and screens at once, as a power cut',
  holds,
  runs: {short: 1, long: 50},
  run: trial => strike(trial, tree),
};
