import {existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import getPort from 'get-port';
import {packagePath} from '../assets.js';
import type {Environment} from '../base-folders.js';
import {type Client, connect} from '../cluster/client.js';
import {loadKubeConfig} from '../cluster/kube-config.js';
import {GenestackError} from '../errors.js';
import {type ApiUser, makeCredentials} from './credentials.js';
import {deadIn, deathOf, lastLines, lostItsPort, type ProcessName} from './deaths.js';
import {type Files, filesIn} from './folders.js';
import {kwokDocuments, podLogLine} from './kwok-configuration.js';
import type {Servers} from './pins.js';
import {endProcesses, isRunning, logFile, readMark, runningIn, startProcess} from './processes.js';
import {type Stored, serverOf, writeStored} from './record.js';
import {
  auditPolicy,
  controllers,
  controlPlane,
  encryptionConfiguration,
  firstAddress,
  kubeconfigOf,
  type Ports,
  serverCommands,
} from './server-commands.js';

const leases = '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases';

const patienceMilliseconds = 180_000;

/** What is to be done once the API answers, and again where the servers have to be started anew. */
type Settle = (client: Client, stored: Stored) => Promise<void>;

/**
 * Starts every server of the rehearsal that does not run, waits until the API is ready, then until `settle` is
 * done. Where another took one of its ports, all is done once more with new ones. Returns what is then remembered.
 *
 * @throws {GenestackError} GS-REH-07 a server died, GS-REH-08 the API was not ready in time.
 */
export const startControlPlane = async (
  dir: string,
  servers: Servers,
  stored: Stored,
  environment: Environment,
  settle: Settle,
): Promise<Stored> => {
  for (let attempt = 1; ; attempt += 1) {
    const ports = attempt > 1 || stored.ports === undefined ? await freePorts() : stored.ports;
    try {
      return await startWith({...stored, ports}, dir, servers, environment, settle);
    } catch (error) {
      const clash = [...controlPlane, ...controllers].some(name => lostItsPort(dir, name));
      if (attempt > 1 || !clash) throw error;
      await endProcesses(runningIn(dir));
    }
  }
};

const freePorts = async (): Promise<Ports> => {
  const [etcd, etcdPeer, api, kubelet] = await Promise.all(
    Array.from({length: 4}, () => getPort({host: '127.0.0.1'})),
  );
  return {etcd, etcdPeer, api, kubelet} as Ports;
};

const startWith = async (
  wanted: Stored & {ports: Ports},
  dir: string,
  servers: Servers,
  environment: Environment,
  settle: Settle,
): Promise<Stored> => {
  const files = filesIn(dir);
  for (const folder of [files.logs, files.processes]) mkdirSync(folder, {recursive: true, mode: 0o700});
  const kwokRuns = isRunning(readMark(dir, 'kwok'));
  const stored = {...wanted, generation: wanted.generation + (kwokRuns ? 0 : 1)};
  await makeCredentials(files.certificates, firstAddress(stored.shape.serviceCIDR));
  writeStored(dir, stored);
  writeConfiguration(files, stored);
  const commands = serverCommands(servers, {...stored.shape, ...stored, files});
  const start = async (names: readonly (keyof typeof commands)[]): Promise<void> => {
    for (const name of deadIn(dir, names)) {
      // What the last one said must not be taken for the words of this one.
      rmSync(logFile(dir, name), {force: true});
      await startProcess(dir, commands[name as keyof typeof commands], environment);
    }
  };
  await start(controlPlane);
  const client = connect(loadKubeConfig(files.kubeconfig));
  try {
    await apiReady(dir, client);
    // The leases of the last kwok would keep this one off its nodes until they end.
    if (!kwokRuns) await client.request('DELETE', leases);
    await start(controllers);
    await settle(client, stored);
  } finally {
    await client.close();
  }
  return stored;
};

const apiReady = (dir: string, client: Client): Promise<void> =>
  waitUntil(dir, controlPlane, 'the API server is not ready', async () => {
    try {
      await client.request('GET', '/readyz');
      return true;
    } catch {
      return false;
    }
  });

/**
 * Waits for the condition while the named processes live.
 *
 * @throws {GenestackError} GS-REH-07 one of them died, GS-REH-08 it took too long.
 */
export const waitUntil = async (
  dir: string,
  names: readonly ProcessName[],
  otherwise: string,
  condition: () => Promise<boolean>,
): Promise<void> => {
  const deadline = performance.now() + patienceMilliseconds;
  while (!(await condition())) {
    const [dead] = deadIn(dir, names);
    if (dead !== undefined) throw deathOf(dir, dead);
    const portless = names.find(name => lostItsPort(dir, name));
    if (portless !== undefined) throw deathOf(dir, portless);
    if (performance.now() > deadline) {
      const said = names.flatMap(name => lastLines(dir, name, 2)).join(' · ');
      throw new GenestackError(
        'GS-REH-08',
        `${otherwise} after ${patienceMilliseconds / 1000} s; the servers’ last lines: ${said}`,
        `Look at the logs in ${join(dir, 'logs')}; a machine that is very busy needs another try.`,
      );
    }
    await sleep(100);
  }
};

const kubeconfigs: readonly (readonly [ApiUser, keyof Files])[] = [
  ['admin', 'kubeconfig'],
  ['simulation', 'simulationKubeconfig'],
  ['kwok', 'kwokKubeconfig'],
  ['controller-manager', 'controllerManagerKubeconfig'],
  ['scheduler', 'schedulerKubeconfig'],
];

const writeConfiguration = (files: Files, {name, ports}: Stored): void => {
  const write = (path: string, content: object | string): void =>
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content, undefined, 2), {
      mode: 0o600,
    });
  const read = (file: string): string => readFileSync(join(files.certificates, file), 'utf8');
  for (const [user, file] of kubeconfigs) write(files[file], kubeconfigOf(name, serverOf(ports), user, read));
  write(files.auditPolicy, auditPolicy);
  write(files.encryption, encryptionConfiguration(read('secrets.key')));
  const stages = readFileSync(packagePath('assets/rehearsal/stages.yaml'), 'utf8');
  write(files.kwokConfig, `${stages}---\n${kwokDocuments(files.podLog)}`);
  if (!existsSync(files.podLog)) write(files.podLog, podLogLine(new Date()));
};
