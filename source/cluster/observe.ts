import {isDeepStrictEqual} from 'node:util';
import type {Evidence} from './causes/evidence.js';
import type {ComponentNames} from './component-names.js';
import {createEventIndex} from './event-index.js';
import type {KindRef, KubernetesObject} from './kubernetes-object.js';
import {membershipOf} from './membership.js';
import type {Observation, ObservedTrouble, ObservedWorkload} from './observation.js';
import {keyOf, lookAt, observedCause, sharing} from './observed-workload.js';
import type {Observer} from './observer.js';
import {isWell} from './pod-status.js';
import type {Change} from './reflector.js';
import {type Scene, sceneKinds, scenesOf, type TroubleScene} from './scene.js';
import {builtInTroubleKinds, mayBeTrouble, servedTroubleKinds, troublesOf} from './troubles.js';
import {createWorkloadIndex, isIndexed} from './workload-index.js';

/** What is seen beneath the components, live. */
export interface LiveObservation {
  /** The same object as long as nothing has changed. */
  observation(): Observation;
  /** What is no workload and not well, beside the observation; the same as long as nothing has changed. */
  troubles(): readonly ObservedTrouble[];
  /** ISO 8601, when the API was last heard of; null before. */
  asOf(): string | null;
  /** Resolves when all that is looked at was listed once; never rejects. */
  readonly complete: Promise<unknown>;
  /** Calls back after a change, those of a moment together; returns how to stop. */
  subscribe(listener: () => void): () => void;
  /** The workloads of a component as the API has them, with what tells about them; in the order of the observation. */
  scenes(component: string): Scene[];
  /** Of an object beneath a workload, by its uid. */
  componentOf(uid: string): string | undefined;
  /** What is no workload and not well, of a component or, for null, of none. */
  troubleScenes(component: string | null): TroubleScene[];
  /** Looks again at what is no workload: what is known beside the API has changed. */
  reconsider(): void;
  /** Leaves the observer as it is. */
  close(): void;
}

export interface ObserveOptions {
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** When what has changed is looked at and told. */
  readonly later?: (work: () => void) => unknown;
  /** How full a claim is, where something beside the API says so. */
  readonly fullness?: Evidence['fullness'];
}

interface Cell {
  readonly workloads: readonly ObservedWorkload[];
  /** The kinds beyond the workload and its pods that were asked for a reason, with `Event ` before them those of their events. */
  readonly asked: ReadonlySet<string>;
}

/** Whether a certificate ends soon, or a pod does not end, changes without any change in the cluster. */
const troublesAge = 15_000;

/** Of these only the templates are asked for, which seldom change; their own components look at them anyway. */
const templated: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

/** Watches the workloads of the components and what explains them, through the observer that others share. */
export const observe = (
  observer: Observer,
  components: readonly ComponentNames[],
  {now = Date.now, later = setImmediate, fullness}: ObserveOptions = {},
): LiveObservation => {
  const closing = new AbortController();
  const listeners = new Set<() => void>();
  const events = createEventIndex();
  const cells = new Map<string, Cell>();
  const dirty = new Set<string>();
  const membership = membershipOf(components);
  let latest: Observation = new Map();
  let latestTroubles: readonly ObservedTrouble[] = [];
  let troublesAt = Number.NEGATIVE_INFINITY;
  let told: unknown = latest;
  let toldTroubles = latestTroubles;
  let willTell = false;

  const tellSoon = (): void => {
    if (willTell) return;
    willTell = true;
    later(() => {
      willTell = false;
      if (closing.signal.aborted || (observation() === told && troubles() === toldTroubles)) return;
      told = latest;
      toldTroubles = latestTroubles;
      for (const listener of [...listeners]) listener();
    });
  };

  const mark = (component: string): void => {
    dirty.add(component);
    tellSoon();
  };

  const markTroubles = (): void => {
    troublesAt = Number.NEGATIVE_INFINITY;
    tellSoon();
  };

  // It ends by closing only, and then nobody waits for it any more.
  const watch = (wanted: readonly KindRef[]): Promise<void> =>
    observer.watch(wanted, closing.signal).catch(() => {});

  const askedOwners = new Set<string>();
  const index = createWorkloadIndex({
    membership,
    find: ref => observer.get(ref),
    onChange: mark,
    onUnknownOwner: kind => {
      const key = `${kind.apiVersion}/${kind.kind}`;
      if (askedOwners.has(key)) return;
      askedOwners.add(key);
      void watch([kind]);
    },
  });

  /** @param asked is told the kinds that are asked for. */
  const evidenceFor = (asked: Set<string>): Evidence => {
    const lists = new Map<string, readonly KubernetesObject[]>();
    return {
      get(ref) {
        asked.add(ref.kind);
        return observer.get(ref);
      },
      all(kind) {
        asked.add(kind.kind);
        const key = `${kind.apiVersion}/${kind.kind}`;
        const known = lists.get(key) ?? observer.all(kind);
        lists.set(key, known);
        return known;
      },
      events(about) {
        asked.add(`Event ${about.kind}`);
        return events.about(about);
      },
      beneath: workload => index.beneath(workload),
      sees: kind => observer.sees(kind),
      ...(fullness !== undefined && {fullness}),
      now: now(),
    };
  };

  const refresh = (kind: string): void => {
    for (const [component, {asked}] of cells) if (asked.has(kind)) mark(component);
  };

  const wellPods = new Set<string>();
  const take = ({type, object}: Change): void => {
    const isGone = type === 'deleted';
    if (object.kind === 'Event' && object.apiVersion === 'v1') {
      events[isGone ? 'remove' : 'put'](object);
      const {uid = '', kind = ''} = object.involvedObject ?? {};
      const component = index.componentOf(String(uid));
      if (component !== undefined) mark(component);
      else refresh(`Event ${kind}`);
      if (kind !== 'Pod') markTroubles();
      return;
    }
    if (object.kind === 'Pod') {
      const uid = object.metadata.uid ?? '';
      const isNowWell = !isGone && isWell(object);
      if (isNowWell !== wellPods.has(uid)) {
        wellPods[isNowWell ? 'add' : 'delete'](uid);
        refresh('Pod');
      }
    } else if (!templated.has(object.kind) || type !== 'modified') {
      refresh(object.kind);
    }
    if (mayBeTrouble(object) || templated.has(object.kind)) markTroubles();
    if (isIndexed(object)) index[isGone ? 'remove' : 'put'](object);
    else if (!isGone) index.reconsider();
  };

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

  const observation = (): Observation => {
    if (dirty.size === 0) return latest;
    const changed = [...dirty].filter(lookAgain);
    dirty.clear();
    if (changed.length > 0) {
      latest = new Map(
        components.flatMap(({name}) => {
          const cell = cells.get(name);
          return cell === undefined ? [] : [[name, cell.workloads] as const];
        }),
      );
    }
    return latest;
  };

  const allTroubleScenes = (): TroubleScene[] =>
    troublesOf(evidenceFor(new Set()), membership, ref => observer.get(ref));

  const troubles = (): readonly ObservedTrouble[] => {
    const at = now();
    if (at - troublesAt < troublesAge) return latestTroubles;
    troublesAt = at;
    const fresh = allTroubleScenes().map(({object, component, state, cause}) => ({
      kind: object.kind,
      name: object.metadata.name,
      namespace: object.metadata.namespace ?? '',
      component,
      state,
      cause: observedCause(cause),
    }));
    if (!isDeepStrictEqual(fresh, latestTroubles)) latestTroubles = fresh;
    return latestTroubles;
  };

  const stop = observer.onObject(take);
  for (const kind of [...Object.values(sceneKinds), ...builtInTroubleKinds, ...servedTroubleKinds])
    for (const object of observer.all(kind)) take({type: 'added', object});
  const complete = Promise.all([
    watch([...Object.values(sceneKinds), ...builtInTroubleKinds]),
    observer.watchServed(servedTroubleKinds, closing.signal),
  ]);

  return {
    observation,
    troubles,
    complete,
    asOf: () => (observer.asOf === undefined ? null : new Date(observer.asOf).toISOString()),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    reconsider: markTroubles,
    componentOf: uid => index.componentOf(uid),
    scenes: component => scenesOf(component, index, evidenceFor(new Set())),
    troubleScenes: component => allTroubleScenes().filter(scene => scene.component === component),
    close() {
      closing.abort();
      stop();
      listeners.clear();
    },
  };
};
