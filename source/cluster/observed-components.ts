import type {AskedEvidence} from './asked-evidence.js';
import type {Observation, ObservedWorkload} from './observation.js';
import {keyOf, lookAt, sharing} from './observed-workload.js';
import {scenesOf} from './scene.js';
import type {WorkloadIndex} from './workload-index.js';

/** The workloads of components as they are shown; of all only those are looked at again for which something has changed. */
export interface ObservedComponents {
  /** A component has to be looked at again. */
  mark(component: string): void;
  /** So has every component for whose reasons a kind, or `Event KIND`, was asked. */
  markAsked(kind: string): void;
  /** The same object as long as nothing has changed. */
  observation(): Observation;
}

interface Cell {
  readonly workloads: readonly ObservedWorkload[];
  /** The kinds beyond the workload and its pods that were asked for a reason, with `Event ` before them those of their events. */
  readonly asked: ReadonlySet<string>;
}

export interface ObservedComponentsTerms {
  /** In the order of the observation. */
  readonly names: readonly string[];
  readonly index: WorkloadIndex;
  readonly evidenceFor: AskedEvidence;
  /** Something is to be looked at again. */
  readonly onMark: () => void;
}

export const createObservedComponents = ({
  names,
  index,
  evidenceFor,
  onMark,
}: ObservedComponentsTerms): ObservedComponents => {
  const cells = new Map<string, Cell>();
  const dirty = new Set<string>();
  let latest: Observation = new Map();

  const mark = (component: string): void => {
    dirty.add(component);
    onMark();
  };

  /** @returns whether it is shown otherwise than before. */
  const lookAgain = (component: string): boolean => {
    const asked = new Set<string>();
    const before = cells.get(component)?.workloads;
    const known = new Map(before?.map(workload => [keyOf(workload), workload]));
    const looks = scenesOf(component, index, evidenceFor(asked)).map(({workload, pods, evidence}) => {
      const {kind, metadata} = workload;
      return lookAt(workload, pods, evidence, known.get(keyOf({kind, ...metadata})));
    });
    if (looks.length === 0) {
      cells.delete(component);
      return before !== undefined;
    }
    const workloads = sharing(before, looks);
    cells.set(component, {workloads, asked});
    return workloads !== before;
  };

  return {
    mark,
    markAsked(kind) {
      for (const [component, {asked}] of cells) if (asked.has(kind)) mark(component);
    },
    observation() {
      if (dirty.size === 0) return latest;
      const changed = [...dirty].filter(lookAgain);
      dirty.clear();
      if (changed.length > 0) {
        latest = new Map(
          names.flatMap(name => {
            const cell = cells.get(name);
            return cell === undefined ? [] : [[name, cell.workloads] as const];
          }),
        );
      }
      return latest;
    },
  };
};
