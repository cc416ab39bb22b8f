import Conf from 'conf';
import {configFolder, type Environment} from '../base-folders.js';
import {messageOf} from '../errors.js';
import {makeOwnFolder} from './own-folder.js';

/** Seconds by step. */
export type Durations = Readonly<Record<string, number>>;

export interface DurationsFile {
  /** Of one cluster; nothing where it was never seen. */
  read(cluster: string): Durations;
  /** Beside those that are kept. */
  write(cluster: string, durations: Durations): void;
}

/** Clusters that are remembered; the one that was not seen for longest is forgotten first. */
const mostClusters = 20;

interface Kept {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly steps: Durations;
}

/**
 * How long things took, by cluster, in `$XDG_CONFIG_HOME/genestack/durations.json`. What cannot be read counts as nothing, and what
 * cannot be written is forgotten: no run fails by it.
 * @param tell gets a sentence where it cannot be kept.
 */
export const durationsFile = (
  environment: Environment,
  tell: (sentence: string) => void,
  now: () => number = Date.now,
): DurationsFile => {
  const open = (clearInvalidConfig: boolean): Conf<Record<string, unknown>> => {
    const cwd = configFolder(environment);
    makeOwnFolder(cwd);
    return new Conf({
      projectName: 'genestack',
      configName: 'durations',
      cwd,
      configFileMode: 0o600,
      clearInvalidConfig,
      accessPropertiesByDotNotation: false,
    });
  };
  const stepsOf = (value: unknown): Durations =>
    Object.fromEntries(
      Object.entries((value as Partial<Kept> | undefined)?.steps ?? {}).filter(
        ([, seconds]) => typeof seconds === 'number' && Number.isFinite(seconds) && seconds >= 0,
      ),
    );
  return {
    read(cluster) {
      try {
        return stepsOf(open(false).get(cluster));
      } catch {
        return {};
      }
    },
    write(cluster, durations) {
      try {
        const conf = open(true);
        const others = Object.entries(conf.store as Record<string, Kept>)
          .filter(([name]) => name !== cluster)
          .sort(([, a], [, b]) => (b.time ?? 0) - (a.time ?? 0))
          .slice(0, mostClusters - 1);
        const steps = {...stepsOf(conf.get(cluster)), ...durations};
        conf.store = {...Object.fromEntries(others), [cluster]: {time: now(), steps}};
      } catch (error) {
        tell(`How long the steps took cannot be kept for the next time: ${messageOf(error)}.`);
      }
    },
  };
};
