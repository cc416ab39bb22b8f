import type {ComponentNames} from './component-names.js';
import {createEventIndex} from './event-index.js';
import type {KindRef, KubernetesObject} from './kubernetes-object.js';
import {membershipOf} from './membership.js';
import type {Observation, ObservedTrouble, ObservedWorkload} from './observation.js';
import {type HangsOn, lookAt, sharing} from './observed-workload.js';
import type {Observer} from './observer.js';
import {isWell} from './pod-status.js';
import type {Change} from './reflector.js';
import {type AllOf, type Scene, sceneKinds, scenesOf} from './scene.js';
import {createWorkloadIndex} from './workload-index.js';

/** What is seen beneath the components, live. */
export interface LiveObservation {
  /** The same object as long as nothing has changed. */
  observation(): Observation;
  /** What is no workload and not well, beside the observation. */
  troubles(): readonly ObservedTrouble[];
  /** ISO 8601, when the API was last heard of; null before. */
  asOf(): string | null;
  /** Calls back after a change, those of a moment together; returns how to stop. */
  subscribe(listener: () => void): () => void;
  /** The workloads of a component as the API has them, with what tells about them; in the order of the observation. */
  scenes(component: string): Scene[];
  /** Of an object beneath a workload, by its uid. */
  componentOf(uid: string): string | undefined;
  /** Leaves the observer as it is. */
  close(): void;
}

interface Cell {
  readonly workloads: readonly ObservedWorkload[];
  readonly hangsOn: ReadonlySet<HangsOn>;
}

/**
 * Watches the workloads of the components and what explains them, through the observer that others share.
 * @param later when what has changed is looked at and told.
 */
export const observe = (
  observer: Observer,
  components: readonly ComponentNames[],
  later: (work: () => void) => unknown = setImmediate,
): LiveObservation => {
  const closing = new AbortController();
  const listeners = new Set<() => void>();
  const events = createEventIndex();
  const cells = new Map<string, Cell>();
  const dirty = new Set<string>();
  let latest: Observation = new Map();
  let told = latest;
  let willTell = false;

  const mark = (component: string): void => {
    dirty.add(component);
    if (willTell) return;
    willTell = true;
    later(() => {
      willTell = false;
      if (closing.signal.aborted || observation() === told) return;
      told = latest;
      for (const listener of [...listeners]) listener();
    });
  };

  const watch = (wanted: readonly KindRef[]): void => {
    // It ends by closing only, and then nobody waits for it any more.
    observer.watch(wanted, closing.signal).catch(() => {});
  };

  const asked = new Set<string>();
  const index = createWorkloadIndex({
    membership: membershipOf(components),
    find: ref => observer.get(ref),
    onChange: mark,
    onUnknownOwner: kind => {
      const key = `${kind.apiVersion}/${kind.kind}`;
      if (asked.has(key)) return;
      asked.add(key);
      watch([kind]);
    },
  });

  const refresh = (on: HangsOn): void => {
    for (const [component, {hangsOn}] of cells) if (hangsOn.has(on)) mark(component);
  };

  const wellPods = new Set<string>();
  const take = ({type, object}: Change): void => {
    const isGone = type === 'deleted';
    switch (object.kind) {
      case 'Pod': {
        const uid = object.metadata.uid ?? '';
        const isNowWell = !isGone && isWell(object);
        if (isNowWell !== wellPods.has(uid)) {
          wellPods[isNowWell ? 'add' : 'delete'](uid);
          refresh('others');
        }
        break;
      }
      case 'Job':
      case 'Service':
        refresh('others');
        break;
      case 'PersistentVolumeClaim':
      case 'StorageClass':
        refresh('volumes');
        break;
      case 'Event': {
        events[isGone ? 'remove' : 'put'](object);
        const about = object.involvedObject ?? {};
        const component = index.componentOf(String(about.uid ?? ''));
        if (component !== undefined) mark(component);
        if (about.kind === 'PersistentVolumeClaim') refresh('volumes');
        return;
      }
    }
    if (isIndexed(object)) index[isGone ? 'remove' : 'put'](object);
    else if (!isGone) index.reconsider();
  };

  const lookAgain = (component: string, all: AllOf): boolean => {
    const looks = scenesOf(component, {index, events, all}).map(({workload, pods, evidence}) =>
      lookAt(workload, pods, evidence),
    );
    const before = cells.get(component)?.workloads;
    if (looks.length === 0) {
      cells.delete(component);
      return before !== undefined;
    }
    const workloads = sharing(
      before,
      looks.map(({workload}) => workload),
    );
    cells.set(component, {workloads, hangsOn: new Set(looks.flatMap(({hangsOn}) => [...hangsOn]))});
    return workloads !== before;
  };

  const observation = (): Observation => {
    if (dirty.size === 0) return latest;
    const all = once(kind => observer.all(kind));
    const changed = [...dirty].filter(component => lookAgain(component, all));
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

  const stop = observer.onObject(take);
  for (const kind of Object.values(sceneKinds))
    for (const object of observer.all(kind)) take({type: 'added', object});
  watch(Object.values(sceneKinds));

  return {
    observation,
    troubles: () => [],
    asOf: () => (observer.asOf === undefined ? null : new Date(observer.asOf).toISOString()),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    scenes: component => scenesOf(component, {index, events, all: once(kind => observer.all(kind))}),
    componentOf: uid => index.componentOf(uid),
    close() {
      closing.abort();
      stop();
      listeners.clear();
    },
  };
};

const indexedKinds: ReadonlySet<string> = new Set([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'Job',
  'CronJob',
  'Pod',
]);

/** An operator may have a kind of the same name. */
const isIndexed = ({apiVersion, kind}: KubernetesObject): boolean =>
  indexedKinds.has(kind) && /^(apps|batch)\/|^v1$/.test(apiVersion);

const once = (all: AllOf): AllOf => {
  const known = new Map<string, readonly KubernetesObject[]>();
  return kind => {
    const found = known.get(kind.kind) ?? all(kind);
    known.set(kind.kind, found);
    return found;
  };
};
