import {homedir} from 'node:os';
import {isAbsolute, join} from 'node:path';
import {exitCodes, GenestackError} from '../errors.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The XDG base directory; a relative value counts as unset, as its specification says. */
const xdg = (environment: Environment, variable: string, fallback: string): string => {
  const value = environment[variable];
  return value !== undefined && isAbsolute(value)
    ? value
    : join(environment.HOME ?? homedir(), ...fallback.split('/'));
};

/** Where built servers are kept, one folder per pinned set. */
export const serversFolder = (environment: Environment): string =>
  join(xdg(environment, 'XDG_CACHE_HOME', '.cache'), 'genestack', 'servers');

/** Where all of a rehearsal lives. The name must have passed `checkName`. */
export const rehearsalFolder = (environment: Environment, name: string): string =>
  join(xdg(environment, 'XDG_STATE_HOME', '.local/state'), 'genestack', 'rehearsals', name);

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
