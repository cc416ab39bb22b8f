/** Who drives: one process of one boot of one machine, in one run. */
export interface Driver {
  readonly user: string;
  readonly host: string;
  /** Of /etc/machine-id. */
  readonly machineId: string;
  /** Another after every start of the machine. */
  readonly bootId: string;
  /** Containers of one machine count their processes each for itself. */
  readonly pidNamespace: string;
  readonly pid: number;
  /** Clock ticks after boot: with the pid it names one process for good (proc_pid_stat(5), field 22). */
  readonly startTime: string;
  readonly run: string;
}

/** A driver that a Lease names. */
export interface Holder extends Driver {
  /** ISO 8601, by its own clock. */
  readonly since: string;
}

/** `ada@bmc-1 pid 4711 run 2026-11-25-193027 start 8812 pids 4026531836 boot 1c2d… machine 9f3a…`, as `kubectl get lease` shows it. */
export const identityOf = (driver: Driver): string =>
  `${driver.user}@${driver.host} pid ${driver.pid} run ${driver.run} start ${driver.startTime} pids ${driver.pidNamespace} boot ${driver.bootId} machine ${driver.machineId}`;

const form =
  /^(?<user>.+)@(?<host>\S+) pid (?<pid>\d+) run (?<run>\S+) start (?<startTime>\S+) pids (?<pidNamespace>\S+) boot (?<bootId>\S+) machine (?<machineId>\S+)$/;

/** @returns undefined where the text is not of that form, e.g. of a Lease that another program made. */
export const parseIdentity = (text: string): Driver | undefined => {
  const groups = form.exec(text)?.groups;
  return groups && ({...groups, pid: Number(groups.pid)} as unknown as Driver);
};

/** What a machine says that does not know it, so that it equals nothing. */
export const unknown = 'unknown';

/** Whether both are processes that see each other: of one boot of one machine, and counted together. */
export const isSamePlace = (
  a: Pick<Driver, 'host' | 'machineId' | 'bootId' | 'pidNamespace'>,
  b: Pick<Driver, 'host' | 'machineId' | 'bootId' | 'pidNamespace'>,
): boolean =>
  a.bootId !== unknown &&
  a.pidNamespace !== unknown &&
  a.bootId === b.bootId &&
  a.pidNamespace === b.pidNamespace &&
  a.machineId === b.machineId &&
  a.host === b.host;
