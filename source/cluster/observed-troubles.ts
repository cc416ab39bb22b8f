import {isDeepStrictEqual} from 'node:util';
import type {ObservedTrouble} from './observation.js';
import {observedCause} from './observed-workload.js';
import type {TroubleScene} from './scene.js';

/** What is no workload and not well, as it is shown. */
export interface ObservedTroubles {
  /** By the last look; the same array as long as nothing has changed. */
  readonly latest: readonly ObservedTrouble[];
  /** Looks again where the last look is forgotten or 15 s old. */
  look(): readonly ObservedTrouble[];
  /** Something has changed that may be trouble. */
  forget(): void;
}

/** Whether a certificate ends soon, or a pod does not end, changes without any change in the cluster. */
const troublesAge = 15_000;

/** @param now milliseconds since 1970. */
export const createObservedTroubles = (
  scenes: () => readonly TroubleScene[],
  now: () => number,
): ObservedTroubles => {
  let latest: readonly ObservedTrouble[] = [];
  let lookedAt = Number.NEGATIVE_INFINITY;
  return {
    get latest() {
      return latest;
    },
    look() {
      const at = now();
      if (at - lookedAt < troublesAge) return latest;
      lookedAt = at;
      const fresh = scenes().map(({object, component, state, cause}) => ({
        kind: object.kind,
        name: object.metadata.name,
        namespace: object.metadata.namespace ?? '',
        component,
        state,
        cause: observedCause(cause),
      }));
      if (!isDeepStrictEqual(fresh, latest)) latest = fresh;
      return latest;
    },
    forget() {
      lookedAt = Number.NEGATIVE_INFINITY;
    },
  };
};
