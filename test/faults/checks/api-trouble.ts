import {setTimeout as sleep} from 'node:timers/promises';
import type {Running} from '../../helpers/program.js';
import type {Bed, Installation} from '../bed.js';
import {brokenAtTheEnd, isStart, undisturbed} from '../campaign.js';
import type {Check, Trial} from '../check.js';
import type {Home} from '../home.js';
import {openProxy} from '../proxy.js';
import {outage, untilAnswers} from '../servers.js';
import {engineOf} from '../traces.js';

interface Provoked {
  /** How often. */
  readonly times: number;
  /** Whether it was long enough that whoever looks has to be told. */
  readonly isSeen: boolean;
}

const awaited = 'The API server has not answered for';

/** Installs while something is done to the API, and looks at what came of it. */
const during = async (
  {world: bed, count}: Trial,
  provoke: (running: Running, home: Home) => Promise<Provoked>,
  kubeconfig = bed.kubeconfig,
): Promise<void> => {
  const peace = await undisturbed(bed);
  const home = bed.home();
  const installation: Installation = bed.fresh();
  const mark = bed.audit.mark();
  const running = bed.install(installation, home, ['--output', 'json', '--kubeconfig', kubeconfig]);
  const {times, isSeen} = await provoke(running, home);
  const {exitCode, stdout, stderr} = await running.ended;
  const lines = stdout.split('\n');
  const failed = lines.filter(line => line.includes('"type":"step-failed"'));
  // Before the first step there is no event that could say it.
  const isSaid = lines.some(line => line.includes('"type":"api-silent"')) || stderr.includes(awaited);
  count(
    [
      ...(exitCode === 0 ? [] : [`exit ${exitCode}: ${stderr.slice(-500)}`]),
      ...failed.map(line => `marked as failed: ${line}`),
      ...(!isSeen || isSaid ? [] : ['nothing was said of it meanwhile']),
      ...(await brokenAtTheEnd(bed, installation, home, peace.fresh, mark)),
    ],
    times,
  );
};

const isOver = async (running: Running): Promise<boolean> =>
  (await Promise.race([running.ended, sleep(0)])) !== undefined;

const untilEngine = async ({folder}: Home): Promise<void> => {
  while (engineOf(folder) === undefined) await sleep(10);
};

/** Outages, one after the other until the install is over. */
const outages =
  (bed: Bed, trial: Trial, server: 'kube-apiserver' | 'etcd', seconds: readonly number[]) =>
  async (running: Running, home: Home): Promise<Provoked> => {
    const {milliseconds} = await undisturbed(bed);
    let times = 0;
    // Whoever has started the engine has met the cluster: from then on nothing is a failure.
    const isEarly = trial.random.next() < 0.5;
    await Promise.race([running.ended, isEarly ? untilEngine(home) : running.line(isStart)]);
    let pause = isEarly ? milliseconds.before / 2 : milliseconds.after / 4;
    while (!(await isOver(running)) && times < Math.min(4, trial.runs)) {
      await sleep(trial.random.next() * pause);
      pause = milliseconds.after / 4;
      if (await isOver(running)) break;
      await outage(bed, server, seconds[times % seconds.length] ?? 1);
      await untilAnswers(bed);
      times += 1;
    }
    return {times, isSeen: seconds.some(length => length >= 10)};
  };

/** Longer than any request is waited for, so that it has to be said. */
const halfOpenMilliseconds = 45_000;

const holds =
  'the install ends with exit 0, nothing is marked failed for it, what is waited for is said meanwhile; every release as after an undisturbed run';

const check = (
  name: string,
  provoked: string,
  runs: Check['runs'],
  once: (trial: Trial) => Promise<void>,
): Check => ({
  ...{name, provoked, holds, runs},
  async run(trial) {
    let done = 0;
    const counting: Trial = {
      ...trial,
      count(broken, times = 1) {
        done += times;
        trial.count(broken, times);
      },
    };
    for (let install = 0; done < trial.runs && install < trial.runs * 3; install += 1) await once(counting);
  },
});

export const apiKilled = check(
  'api-killed',
  'SIGKILL of the API server, back after 1, 10 and 60 s, again and again in one install, half of the times before its first step',
  {short: 1, long: 12},
  trial => during(trial, outages(trial.world, trial, 'kube-apiserver', trial.runs > 1 ? [1, 10, 60] : [1])),
);

export const etcdKilled = check(
  'etcd-killed',
  'SIGKILL of etcd, back after 30 s',
  {short: 0, long: 6},
  trial => during(trial, outages(trial.world, trial, 'etcd', [30])),
);

export const proxied = check(
  'harmed-requests',
  'a proxy that answers 429 with Retry-After, stalls, truncates, resets, loses answers that were done, and half-opens',
  {short: 0, long: 600},
  async trial => {
    const {world: bed, random} = trial;
    const proxy = await openProxy(bed.rehearsal, bed.kubeconfig, bed.home('proxy').folder, random);
    try {
      await during(
        trial,
        async running => {
          const peace = await undisturbed(bed);
          await running.line(isStart);
          proxy.harm(0.08);
          let isSeen = false;
          if (trial.runs > 20) {
            await Promise.race([running.ended, sleep((random.next() * peace.milliseconds.after) / 2)]);
            const wasOver = await isOver(running);
            await proxy.halfOpen(halfOpenMilliseconds);
            isSeen = !(wasOver || (await isOver(running)));
          }
          await running.ended;
          return {times: Object.values(proxy.done).reduce((sum, one) => sum + one), isSeen};
        },
        proxy.kubeconfig,
      );
    } finally {
      await proxy.close();
    }
  },
);

/** Longer than whoever wants to leave has to wait. */
const longOutageSeconds = 60;

export const ctrlCInOutage: Check = {
  name: 'ctrl-c-in-outage',
  provoked: 'Ctrl-C while the API server is away for a minute',
  holds:
    'the engine ends before it is back, exit 130, and says what it could not write into the cluster; the next start goes on from there',
  runs: {short: 0, long: 10},
  async run({world: bed, runs, random, count}) {
    const peace = await undisturbed(bed);
    for (let run = 0; run < runs; run += 1) {
      const [home, installation, mark] = [bed.home(), bed.fresh(), bed.audit.mark()];
      const running = bed.install(installation, home);
      await running.line(isStart);
      await sleep((random.next() * peace.milliseconds.after) / 4);
      const back = outage(bed, 'kube-apiserver', longOutageSeconds);
      await sleep(random.next() * 10_000);
      running.child.kill('SIGINT');
      const first = await Promise.race([running.ended, back]);
      await back;
      await untilAnswers(bed);
      const {exitCode, stderr} = await running.ended;
      const last = await bed.install(installation, home).ended;
      count([
        ...(first === undefined ? ['it ended only when the API server was back'] : []),
        ...(exitCode === 130 ? [] : [`exit ${exitCode}: ${stderr.slice(-500)}`]),
        ...(stderr.includes('GS-K8S-44') ? [] : ['it did not say what it could not write']),
        ...(last.exitCode === 0 ? [] : [`the next exited with ${last.exitCode}: ${last.stderr.slice(-500)}`]),
        ...(await brokenAtTheEnd(bed, installation, home, peace.fresh, mark)),
      ]);
    }
  },
};
