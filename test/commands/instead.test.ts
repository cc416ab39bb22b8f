import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {attachTo} from '../../source/attachment/client.js';
import {protocolVersion, type Told} from '../../source/attachment/protocol.js';
import {type EngineServer, serve} from '../../source/attachment/server.js';
import {attachedRun} from '../../source/commands/attached-run.js';
import {type Followed, follow} from '../../source/commands/follow.js';
import {exitCodes} from '../../source/errors.js';
import {smallPlan} from '../helpers/small-plan.js';

const plan = smallPlan({'db/apply': ''});
const subject = {
  type: 'subject',
  ...{plan, place: 'here', isKept: true, removal: null, overrides: null},
  files: {profile: 'p', kubeconfig: null},
} satisfies Told;
const over = (exitCode: 0 | 1 | 4, code?: string): Told => ({
  type: 'over',
  exitCode,
  error:
    code === undefined
      ? null
      : {
          ...{type: 'error', code, message: 'ada on bmc-1', remedy: 'Wait.'},
          exitCode,
        },
});

let folder: string;
const servers: EngineServer[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'genestack-instead-'));
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
  rmSync(folder, {recursive: true, force: true});
});

/** An engine, whose process is gone by what it says, that tells this and ends. */
const engine = async (run: string, ...told: Told[]) => {
  const path = join(folder, `${run}.sock`);
  const server = await serve({
    path,
    again: () => path,
    hello: () => ({
      ...{type: 'hello', protocol: protocolVersion, program: '0.1.0', run, pid: 2 ** 22 + 1, startTime: '1'},
      ...{startedAt: '2026-11-23T14:02:18.000Z', machine: 'm', cluster: 'u', rehearsal: null, choices: 'c'},
    }),
    onIntention() {},
  });
  servers.push(server);
  for (const one of [subject, ...told]) server.tell(one);
  return () => attachTo(path);
};

/** One that was started, and whoever does the same. */
const started = async (own: Told, other?: Told): Promise<Followed> => {
  const [first, second] = [await engine('first', own), other && (await engine('second', other))];
  return {
    subject,
    connect: async () => ({connection: await first(), isLate: false}),
    instead: async () => second?.(),
  };
};

const lines = () => {
  let said = '';
  const stream = {write: (text: string) => (said += text), isTTY: false};
  return {streams: {stdout: stream, stderr: stream}, said: () => said};
};

test('whoever was started in vain, because the same goes on, has the outcome of that', async () => {
  const {streams, said} = lines();
  const followed = await started(over(4, 'GS-K8S-40'), over(1));
  expect(await follow(followed, {output: 'lines'}, streams)).toBe(exitCodes.failed);
  expect(said()).toContain('Attached to run second');
});

test('so do screens', async () => {
  const followed = await started(over(4, 'GS-K8S-40'), over(1));
  const run = attachedRun(
    {...subject, catalogue: {components: new Map()} as never, shown: path => path, now: Date.now},
    followed,
  );
  expect(await run.ended).toBe(exitCodes.failed);
  expect(run.view()).toMatchObject({error: null, wheel: {isLate: true}});
  await run.close();
});

test.each([
  ['another does something else or is elsewhere', over(4, 'GS-K8S-40'), undefined, 4],
  ['it ends for another reason', over(1, 'GS-ENG-01'), over(0), 1],
] as const)('where %s, that is the end', async (_, own, other, exitCode) => {
  const followed = await started(own, other);
  await expect(follow(followed, {output: 'lines'}, lines().streams)).rejects.toMatchObject({exitCode});
});
