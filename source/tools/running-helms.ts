import {readdirSync, readFileSync} from 'node:fs';

/** The label in a helm's arguments that names the cluster it works on: contexts and addresses are renamed, this is not. */
export const clusterLabel = 'gs-cluster';

export interface RunningHelms {
  /** Pids of the helms of ours that work on the release, whichever run began them, of those that can be seen from here. */
  find(release: {readonly namespace: string; readonly name: string}): readonly number[];
  /** Asks one to end, or ends it; one that is gone, or is another user's, stays as it is. */
  end(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void;
}

const isNumber = /^\d+$/;

const argumentsOf = (pid: string): readonly string[] => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return [];
  }
};

const processes = (): string[] => {
  try {
    return readdirSync('/proc').filter(name => isNumber.test(name));
  } catch {
    return [];
  }
};

/** Those on one cluster, by the UID of its namespace kube-system, as their arguments in /proc name it. */
export const runningHelms = (cluster: string): RunningHelms => {
  const mark = `${clusterLabel}=${cluster}`;
  return {
    find: ({namespace, name}) =>
      processes()
        .filter(pid => {
          const words = argumentsOf(pid);
          return (
            words.some(word => word.split(',').includes(mark)) &&
            words.includes(name) &&
            words[words.indexOf('--namespace') + 1] === namespace
          );
        })
        .map(Number),
    end(pid, signal) {
      try {
        process.kill(pid, signal);
      } catch {
        // Whoever waits for it sees whether it is still there.
      }
    },
  };
};
