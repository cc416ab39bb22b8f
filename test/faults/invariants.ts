import {existsSync, lstatSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import type {Client} from '../../source/cluster/client.js';
import type {AuditEvent} from './audit.js';
import type {ClusterState} from './cluster-state.js';
import type {Home} from './home.js';
import {tracesOf} from './traces.js';

/** Everything that did not hold, one sentence each; empty where all did. */
export type Broken = readonly string[];

/** Every release is deployed, once, and none is pending. */
export const deployedOnce = ({revisions}: ClusterState, releases: readonly string[]): Broken =>
  releases.flatMap(release => {
    const own = revisions.filter(revision => revision.release === release);
    const told = own.map(({version, status}) => `${version} ${status}`).join(', ');
    const isGood =
      own.at(-1)?.status === 'deployed' &&
      own.filter(({status}) => status === 'deployed').length === 1 &&
      own.every(({status}) => !status.startsWith('pending'));
    return isGood ? [] : [`${release} is not deployed once: ${told || 'no revision'}`];
  });

/** Code of a request that was asked by whoever was killed before the answer: it may have been done. */
const goneMeanwhile = 504;

interface Made {
  readonly version: number;
  readonly isCertain: boolean;
}

/**
 * Revisions of a namespace were made 1, 2, 3, …, each once, and none by an older run than the one before.
 * @param created what the API server was asked, from before the first install.
 */
export const revisionsInOrder = (
  {revisions}: ClusterState,
  created: readonly AuditEvent[],
  namespace: string,
): Broken => {
  const made = new Map<string, Made[]>();
  for (const {verb, objectRef, responseStatus} of created) {
    const [, release = '', version = ''] =
      /^sh\.helm\.release\.v1\.(.+)\.v(\d+)$/.exec(objectRef?.name ?? '') ?? [];
    const isCertain = responseStatus?.code === 201;
    if (
      verb === 'create' &&
      objectRef?.namespace === namespace &&
      version !== '' &&
      (isCertain || responseStatus?.code === goneMeanwhile)
    ) {
      const before = made.get(release) ?? [];
      const last = before.at(-1);
      // What may not have been made is made again under the same number.
      const isSame = last?.version === Number(version) && !last.isCertain;
      made.set(release, [...(isSame ? before.slice(0, -1) : before), {version: Number(version), isCertain}]);
    }
  }
  return [
    ...[...made]
      .filter(([, all]) => all.some(({version}, index) => version !== index + 1))
      .map(
        ([release, all]) =>
          `revisions of ${release} were made in the order ${all.map(({version}) => version).join(', ')}`,
      ),
    ...revisions.flatMap((revision, index) => {
      const before = revisions[index - 1];
      return before?.release === revision.release && before.run.localeCompare(revision.run) > 0
        ? [
            `${revision.release} ${revision.version} is of the run ${revision.run}, the one before of ${before.run}`,
          ]
        : [];
    }),
  ];
};

/** Remembers each Secret as it was first seen. */
export const secretKeeper = () => {
  const first = new Map<string, string>();
  return {
    look({secrets}: ClusterState): Broken {
      return [...secrets].flatMap(([name, digest]) => {
        const before = first.get(name) ?? digest;
        first.set(name, before);
        return before === digest ? [] : [`the Secret ${name} has another value than before`];
      });
    },
    /** Secrets that were seen and are gone. */
    gone: ({secrets}: ClusterState): Broken =>
      [...first.keys()].filter(name => !secrets.has(name)).map(name => `the Secret ${name} is gone`),
  };
};

/** The same objects, and of each the same was asked for. */
export const sameObjects = ({objects}: ClusterState, undisturbed: ClusterState): Broken => [
  ...[...undisturbed.objects].flatMap(([name, wanted]) => {
    const found = objects.get(name);
    if (found === undefined) return [`${name} is missing`];
    return found === wanted ? [] : [`${name} is ${found}, undisturbed ${wanted}`];
  }),
  ...[...objects.keys()].filter(name => !undisturbed.objects.has(name)).map(name => `${name} is too much`),
];

const patienceMilliseconds = 60_000;

/** Waits until no process of a home lives any more. */
export const untilQuiet = async ({folder}: Home, patience = patienceMilliseconds): Promise<Broken> => {
  const deadline = performance.now() + patience;
  for (;;) {
    const traces = tracesOf(folder);
    if (traces.length === 0) return [];
    if (performance.now() > deadline) {
      return traces.map(({pid, command}) => `process ${pid} is left: ${command.slice(0, 200)}`);
    }
    await sleep(50);
  }
};

/** No process, no file that was only for the time of a run, no Lease that is held. */
export const nothingLeft = async (client: Client, home: Home): Promise<Broken> => {
  const processes = await untilQuiet(home);
  const files = readdirSync(home.runtime).flatMap(name =>
    // Where engines listen: the folder stays, their sockets do not. A link is no place of theirs.
    name !== 'genestack'
      ? [name]
      : lstatSync(join(home.runtime, name)).isSymbolicLink()
        ? []
        : readdirSync(join(home.runtime, name)).map(one => join(name, one)),
  );
  const unfinished = existsSync(home.state)
    ? readdirSync(home.state, {recursive: true, encoding: 'utf8'}).filter(name =>
        /unfinished|\.tmp|\.new$/.test(name),
      )
    : [];
  const lease = await client.read({
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    namespace: 'kube-system',
    name: 'genestack-driver',
  });
  const holder = String(lease?.spec?.holderIdentity ?? '');
  return [
    ...processes,
    ...files.map(name => `${join(home.runtime, name)} is left`),
    ...unfinished.map(name => `${join(home.state, name)} is left`),
    ...(holder === '' ? [] : [`the Lease is held by ${holder}`]),
  ];
};
