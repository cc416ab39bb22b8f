import {rmSync} from 'node:fs';
import {packageVersion} from '../assets.js';
import type {Environment} from '../base-folders.js';
import type {Client} from '../cluster/client.js';
import type {KubernetesObject} from '../cluster/kubernetes-object.js';
import {exitCodes, GenestackError} from '../errors.js';
import type {BuildProgress} from './build-servers.js';
import {startControlPlane, waitUntil} from './control-plane.js';
import {deadIn, processesOf} from './deaths.js';
import {checkName, rehearsalFolder} from './folders.js';
import {kubeletAnswers} from './kubelet.js';
import {withLock} from './lock.js';
import {dealNodes, type Shape} from './nodes.js';
import {readPins} from './pins.js';
import {plant} from './plant.js';
import {endProcesses, runningIn} from './processes.js';
import {type RehearsalRecord, readStored, recordOf, type Stored, writeStored} from './record.js';
import {controllers, controlPlane} from './server-commands.js';
import {diskTrouble, ensureServers} from './servers.js';
import {simulationReady, simulationScript, startSimulation} from './simulation-process.js';

/** A line for the person who waits. */
export type RehearsalProgress =
  | {readonly type: 'note'; readonly text: string}
  | ({readonly type: 'build'} & BuildProgress);

export interface UpOptions {
  readonly name: string;
  readonly shape: Shape;
  /** The number of simulated nodes, where it shall not be the profile's. */
  readonly nodes?: number | undefined;
  /** Factor on every simulated duration. */
  readonly pace: number;
  readonly seed: number;
  /** The folder of charts that was named, for the record in the cluster. */
  readonly charts?: string | undefined;
  /** The folder of overrides of the profile: the simulation plays its components too. */
  readonly overrides?: string | undefined;
  /** PATH, HOME, KUBEBUILDER_ASSETS and the XDG folders are taken from it. */
  readonly environment: Environment;
  readonly onProgress?: ((progress: RehearsalProgress) => void) | undefined;
  /** Ends a build; what was started by then is left for `down`. */
  readonly signal?: AbortSignal | undefined;
  /** The script of the simulation; false for a cluster whose pods stay in Init. */
  readonly simulation?: string | false;
}

/**
 * Brings the rehearsal up: its servers, its nodes, what Kubernetes itself brings, its simulation. One that runs is
 * left as it is; of one that ran before, what is dead is started again and its objects are kept. On failure the
 * processes of a new one are ended again.
 *
 * @throws {GenestackError} GS-REH-…; exit code 2 for a wrong name or number of nodes, else 3.
 */
export const up = async (options: UpOptions): Promise<RehearsalRecord> => {
  const {name, environment, nodes, onProgress, signal} = options;
  checkName(name);
  checkPlatform();
  if (nodes !== undefined && !(Number.isInteger(nodes) && nodes >= 1 && nodes <= 500)) {
    throw new GenestackError(
      'GS-REH-12',
      `a rehearsal cannot have ${nodes} nodes`,
      'Give --nodes a number from 1 to 500.',
      exitCodes.usage,
    );
  }
  const dir = rehearsalFolder(environment, name);
  return withLock(dir, () => upLocked(dir, options), {
    signal,
    onWait: () =>
      onProgress?.({
        type: 'note',
        text: `Another genestack works on the rehearsal "${name}"; waiting for it.`,
      }),
  });
};

const upLocked = async (dir: string, options: UpOptions): Promise<RehearsalRecord> => {
  const {name, environment, onProgress, signal} = options;
  const kept = readStored(dir);
  if (kept?.complete && deadIn(dir, processesOf(kept)).length === 0)
    return recordOf(environment, name, kept, 'up');
  const servers = await ensureServers(environment, {
    onNotice: text => onProgress?.({type: 'note', text}),
    onProgress: progress => onProgress?.({type: 'build', ...progress}),
    signal,
  });
  if (kept?.complete !== true) await clear(dir);
  const stored = kept?.complete ? kept : newlyStored(options);
  const script = options.simulation || simulationScript();
  try {
    writeStored(dir, stored);
    const version = readPins().versions['kube-apiserver'];
    const started = await startControlPlane(dir, servers, stored, environment, async (client, current) => {
      if (stored.simulated) await startSimulation(dir, current, script, environment);
      await plant(client, current, version);
      await nodesReady(dir, client, current);
      if (stored.simulated) await simulationReady(dir);
    });
    const complete = {...started, complete: true};
    writeStored(dir, complete);
    return recordOf(environment, name, complete, 'up');
  } catch (error) {
    if (kept?.complete !== true) await endProcesses(runningIn(dir));
    throw diskTrouble(error, dir);
  }
};

const newlyStored = ({name, shape, nodes, pace, seed, charts, overrides, simulation}: UpOptions): Stored => ({
  name,
  shape,
  nodes: dealNodes(shape, nodes).length,
  pace,
  seed,
  charts: charts ?? '',
  overrides: overrides ?? '',
  version: packageVersion(),
  simulated: simulation !== false,
  generation: 0,
  complete: false,
});

/** What an interrupted `up` left is of no use: its certificates, ports and objects need not fit together. */
const clear = async (dir: string): Promise<void> => {
  await endProcesses(runningIn(dir));
  rmSync(dir, {recursive: true, force: true});
};

const nodesReady = (dir: string, client: Client, {nodes, ports}: Stored): Promise<void> =>
  waitUntil(dir, [...controlPlane, ...controllers], 'the simulated nodes are not ready', async () => {
    const {items} = await client.list({apiVersion: 'v1', kind: 'Node'});
    return items.filter(isReady).length >= nodes && (await kubeletAnswers(dir, ports?.kubelet ?? 0));
  });

const isReady = (node: KubernetesObject): boolean => {
  const conditions: {type: string; status: string}[] = node.status?.conditions ?? [];
  const taints: {key: string}[] = node.spec?.taints ?? [];
  return (
    conditions.some(({type, status}) => type === 'Ready' && status === 'True') &&
    !taints.some(({key}) => key === 'node.kubernetes.io/not-ready')
  );
};

const checkPlatform = (): void => {
  if (process.platform === 'linux') return;
  throw new GenestackError(
    'GS-REH-02',
    `a rehearsal runs on Linux and this is ${process.platform}`,
    'Run it in a Linux virtual machine or container.',
  );
};
