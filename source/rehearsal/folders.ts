import {join} from 'node:path';
import {cacheFolder, type Environment, stateFolder} from '../base-folders.js';
import {exitCodes, GenestackError} from '../errors.js';

/** Where built servers are kept, one folder per pinned set. */
export const serversFolder = (environment: Environment): string => join(cacheFolder(environment), 'servers');

/** Where all of a rehearsal lives. The name must have passed `checkName`. */
export const rehearsalFolder = (environment: Environment, name: string): string =>
  join(stateFolder(environment), 'rehearsals', name);

/** @throws {GenestackError} GS-REH-01 with exit code 2: the name would not do as a folder and a context. */
export const checkName = (name: string): void => {
  if (/^[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?$/.test(name)) return;
  throw new GenestackError(
    'GS-REH-01',
    `${JSON.stringify(name)} cannot be the name of a rehearsal`,
    'Use up to 40 lower-case letters, digits and dashes, a letter or digit at both ends.',
    exitCodes.usage,
  );
};

/** The files and folders of one rehearsal. */
export const filesIn = (dir: string) =>
  ({
    record: join(dir, 'rehearsal.json'),
    kubeconfig: join(dir, 'kubeconfig'),
    simulationKubeconfig: join(dir, 'simulation.kubeconfig'),
    kwokKubeconfig: join(dir, 'kwok.kubeconfig'),
    controllerManagerKubeconfig: join(dir, 'kube-controller-manager.kubeconfig'),
    schedulerKubeconfig: join(dir, 'kube-scheduler.kubeconfig'),
    auditLog: join(dir, 'audit.log'),
    auditPolicy: join(dir, 'audit-policy.json'),
    encryption: join(dir, 'encryption.json'),
    kwokConfig: join(dir, 'kwok.yaml'),
    podLog: join(dir, 'pod.log'),
    certificates: join(dir, 'certificates'),
    etcd: join(dir, 'etcd'),
    logs: join(dir, 'logs'),
    processes: join(dir, 'processes'),
  }) as const;

export type Files = ReturnType<typeof filesIn>;
