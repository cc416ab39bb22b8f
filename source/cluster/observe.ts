import {createAskedEvidence} from './asked-evidence.js';
import type {Evidence} from './causes/evidence.js';
import type {ComponentNames} from './component-names.js';
import {createEventIndex} from './event-index.js';
import type {KindRef} from './kubernetes-object.js';
import {membershipOf} from './membership.js';
import type {Observation, ObservedTrouble} from './observation.js';
import {createObservedComponents} from './observed-components.js';
import {createObservedTroubles} from './observed-troubles.js';
import type {Observer} from './observer.js';
import {isWell} from './pod-status.js';
import type {Change} from './reflector.js';
import {type AskedObject, type Scene, sceneKinds, scenesOf, type TroubleScene} from './scene.js';
import {createStrayPods} from './stray-pods.js';
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
  /** The workloads of a component, or for null of none, as the API has them, with what tells about them; in the order of the observation. */
  scenes(component: string | null): Scene[];
  /** Of an object beneath a workload, by its uid. */
  componentOf(uid: string): string | undefined;
  /** What is not well, of a component beside its workloads or, for null, of none. */
  troubleScenes(component: string | null): TroubleScene[];
  /** An object that a person names; undefined where nothing of that name is seen. */
  find(named: {
    readonly kind: string;
    readonly name: string;
    readonly namespace?: string | undefined;
  }): AskedObject | undefined;
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
  const membership = membershipOf(components);

  // It ends by closing only, and then nobody waits for it any more.
  const watch = (wanted: readonly KindRef[]): Promise<void> =>
    observer.watch(wanted, closing.signal).catch(() => {});

  const askedOwners = new Set<string>();
  const index = createWorkloadIndex({
    membership,
    find: ref => observer.get(ref),
    onChange: component => observed.mark(component),
    onUnknownOwner: kind => {
      const key = `${kind.apiVersion}/${kind.kind}`;
      if (askedOwners.has(key)) return;
      askedOwners.add(key);
      void watch([kind]);
    },
  });
  const evidenceFor = createAskedEvidence({observer, events, index, fullness, now});
  const strayPods = createStrayPods(uid => index.hasWorkload(uid));
  const troubleScenes = (): TroubleScene[] =>
    troublesOf(evidenceFor(), membership, ref => observer.get(ref), [
      ...index.workloadsOf(null),
      ...strayPods.all(),
    ]);
  const troubles = createObservedTroubles(troubleScenes, now);

  let willTell = false;
  const tellSoon = (): void => {
    if (willTell) return;
    willTell = true;
    later(() => {
      willTell = false;
      if (closing.signal.aborted || (observed.observation() === told && troubles.look() === toldTroubles))
        return;
      told = observed.observation();
      toldTroubles = troubles.latest;
      for (const listener of [...listeners]) listener();
    });
  };
  const observed = createObservedComponents({
    names: components.map(({name}) => name),
    index,
    evidenceFor,
    onMark: tellSoon,
  });
  let told = observed.observation();
  let toldTroubles = troubles.latest;

  const markTroubles = (): void => {
    troubles.forget();
    tellSoon();
  };

  const wellPods = new Set<string>();
  const take = ({type, object}: Change): void => {
    const isGone = type === 'deleted';
    if (object.kind === 'Event' && object.apiVersion === 'v1') {
      events[isGone ? 'remove' : 'put'](object);
      const {uid = '', kind = ''} = object.involvedObject ?? {};
      const component = index.componentOf(String(uid));
      if (component !== undefined) observed.mark(component);
      else observed.markAsked(`Event ${kind}`);
      if (kind !== 'Pod') markTroubles();
      return;
    }
    if (object.kind === 'Pod') {
      const uid = object.metadata.uid ?? '';
      const isNowWell = !isGone && isWell(object);
      if (isNowWell !== wellPods.has(uid)) {
        wellPods[isNowWell ? 'add' : 'delete'](uid);
        observed.markAsked('Pod');
      }
    } else if (!templated.has(object.kind) || type !== 'modified') {
      observed.markAsked(object.kind);
    }
    if (isIndexed(object)) index[isGone ? 'remove' : 'put'](object);
    else if (!isGone) index.reconsider();
    // After it is in the index, which knows of which component it is, and whether a workload is above it.
    const isStrayNews =
      object.kind === 'Pod'
        ? strayPods[isGone ? 'remove' : 'put'](object)
        : object.kind === 'Job' && index.componentOf(object.metadata.uid ?? '') === undefined;
    if (mayBeTrouble(object) || templated.has(object.kind) || isStrayNews) markTroubles();
  };

  const stop = observer.onObject(take);
  for (const kind of [...Object.values(sceneKinds), ...builtInTroubleKinds, ...servedTroubleKinds])
    for (const object of observer.all(kind)) take({type: 'added', object});
  const complete = Promise.all([
    watch([...Object.values(sceneKinds), ...builtInTroubleKinds]),
    observer.watchServed(servedTroubleKinds, closing.signal),
  ]);

  return {
    observation: observed.observation,
    troubles: troubles.look,
    complete,
    asOf: () => (observer.asOf === undefined ? null : new Date(observer.asOf).toISOString()),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    reconsider: markTroubles,
    componentOf: uid => index.componentOf(uid),
    find({kind, name, namespace}) {
      const object = observer.named(kind, name, namespace);
      if (object === undefined) return undefined;
      const component = isIndexed(object)
        ? index.componentOf(object.metadata.uid ?? '')
        : membership(object, ref => observer.get(ref));
      return {object, component: component ?? null, evidence: evidenceFor()};
    },
    scenes: component => scenesOf(component, index, evidenceFor()),
    troubleScenes: component => troubleScenes().filter(scene => scene.component === component),
    close() {
      closing.abort();
      stop();
      listeners.clear();
    },
  };
};
