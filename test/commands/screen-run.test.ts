import {expect, test, vi} from 'vitest';
import type {ClusterSession} from '../../source/commands/cluster-session.js';
import type {Drive, Hands} from '../../source/commands/drive.js';
import type {Listener} from '../../source/commands/listener.js';
import {screenRun} from '../../source/commands/screen-run.js';
import {exitCodes, GenestackError} from '../../source/errors.js';
import {smallPlan} from '../helpers/small-plan.js';

const began = (drive: Drive) =>
  screenRun(drive, {
    catalogue: {components: new Map()} as never,
    plan: smallPlan({'glance/apply': ''}),
    place: 'site-a',
    files: {profile: './genestack.yaml', kubeconfig: null},
    isKept: true,
    removal: null,
    shown: path => path,
    now: Date.now,
  });

const untilAborted = ({signal}: Hands) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));

test('it ends with the exit code, and gives the signals back', async () => {
  const before = process.listenerCount('SIGTERM');
  const run = began(async () => exitCodes.failed);
  expect(process.listenerCount('SIGTERM')).toBe(before + 1);
  expect(await run.ended).toBe(1);
  expect(run.view()).toMatchObject({phase: 'over', error: null, receipt: null});
  expect(process.listenerCount('SIGTERM')).toBe(before);
  run.interrupt();
});

test('what ends it is shown and is the exit code', async () => {
  const error = new GenestackError('GS-K8S-40', 'Another driver holds it', 'Wait', exitCodes.driven);
  const run = began(() => Promise.reject(error));
  expect(await run.ended).toBe(4);
  expect(run.view()).toMatchObject({phase: 'over', error});
});

test('a key interrupts it, which is no error', async () => {
  const run = began(untilAborted);
  run.interrupt();
  expect(await run.ended).toBe(130);
  expect(run.view()).toMatchObject({phase: 'over', error: null});
});

test('a cluster that stays is closed when nobody looks any more', async () => {
  const close = vi.fn(async () => {});
  const run = began(async ({leave}) => {
    await leave({close} as unknown as ClusterSession);
    return exitCodes.done;
  });
  await run.ended;
  expect(close).not.toHaveBeenCalled();
  await run.close();
  expect(close).toHaveBeenCalledOnce();
});

test('who comes later is told what comes later', async () => {
  const goOn = Promise.withResolvers<void>();
  const run = began(async ({listener}) => {
    listener.say('first');
    await goOn.promise;
    listener.say('second');
    return exitCodes.done;
  });
  const said: string[] = [];
  run.alsoTell({say: sentence => said.push(sentence)} as Partial<Listener> as Listener);
  goOn.resolve();
  await run.ended;
  expect(said).toEqual(['second']);
  expect(run.view().talk).toEqual(['first', 'second']);
});
