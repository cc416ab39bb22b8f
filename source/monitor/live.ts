import {setTimeout as sleep} from 'node:timers/promises';
import {isDeepStrictEqual} from 'node:util';
import prettyMilliseconds from 'pretty-ms';
import type {Catalogue} from '../catalogue/schema.js';
import {ApiError, type Client} from '../cluster/client.js';
import {namesOf} from '../cluster/component-names.js';
import type {KindRef, KubernetesObject} from '../cluster/kubernetes-object.js';
import {membershipOf} from '../cluster/membership.js';
import type {Observation} from '../cluster/observation.js';
import {type LiveObservation, observe} from '../cluster/observe.js';
import {createObserver, type Observer} from '../cluster/observer.js';
import {restartsOf} from '../cluster/pod-status.js';
import {prometheusService} from '../cluster/prometheus.js';
import type {Change} from '../cluster/reflector.js';
import {sanitiseLine} from '../cluster/sanitise.js';
import {messageOf} from '../errors.js';
import {type JudgedResource, judged, monitoredComponent} from './components.js';
import {type FullnessReader, readFullness} from './fullness.js';
import {howWatched, operatorKinds, ownRefs, servedRefs, watchedKind} from './kinds.js';
import {
  componentHappening,
  mostHappenings,
  restartHappening,
  type Standing,
  withHappenings,
} from './lately.js';
import {monitoredNode, stateOfNode, withPods} from './nodes.js';
import {createPodIndex} from './pods.js';
import {problemsOf} from './problems.js';
import type {Happening, MonitoredComponent, MonitoredNode, MonitorView} from './view.js';

export interface MonitorTerms {
  readonly catalogue: Catalogue;
  readonly context: string;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
  /** How long changes are gathered before they are told. */
  readonly paceMilliseconds?: number;
}

/** A cluster as it is looked at; nothing is ever written. */
export interface LiveMonitor {
  /** The same object as long as nothing has changed. */
  view(): MonitorView;
  /** Calls back after changes, those of a moment together; returns how to stop. */
  subscribe(listener: () => void): () => void;
  /** Resolves when everything that may be seen was seen once, and never rejects. */
  readonly complete: Promise<void>;
  /** What explains rows. */
  readonly live: LiveObservation;
  /** Custom resources of a component, with their verdicts. */
  resourcesOf(component: string): readonly JudgedResource[];
  close(): void;
}

/** By so much the time of the last word of the API may be behind in a view in which nothing else differs. */
const asOfMilliseconds = 10_000;
/** Which operators there are is asked so seldom. */
const kindsMilliseconds = 300_000;
/** Rest is at least so many times as long as the look before it, but no longer than is bearable for who watches. */
const restPerLook = 40;
const longestRest = 3000;
/** What is older than this is no news. */
const newsMilliseconds = 86_400_000;

const duration = (milliseconds: number): string =>
  prettyMilliseconds(Math.max(1000, milliseconds), {unitCount: 2, secondsDecimalDigits: 0});

const standingKinds: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);
const operatorGroups: ReadonlySet<string> = new Set(operatorKinds.map(({group}) => group));
const isOfOperator = ({apiVersion}: KindRef): boolean => operatorGroups.has(apiVersion.split('/')[0] ?? '');

export const monitorCluster = (
  client: Client,
  {
    catalogue,
    context,
    now = Date.now,
    wait = (milliseconds, signal) => sleep(milliseconds, undefined, {signal}),
    paceMilliseconds = 500,
  }: MonitorTerms,
): LiveMonitor => {
  const closing = new AbortController();
  const {signal} = closing;
  const observer = onlyListed(
    createObserver(client, kind => howWatched(kind).map(how => ({...how, now, wait}))),
  );
  const components = [...catalogue.components.values()];
  const names = components.map(namesOf);
  const membership = membershipOf(names);
  const listeners = new Set<() => void>();

  let version = '';
  let isRehearsal = false;
  let isComplete = false;
  let lately: readonly Happening[] = [];
  /** What happened since the last look. */
  let news: Happening[] = [];
  let willTell: NodeJS.Timeout | undefined;
  let isDirty = true;
  let trouble = '';

  let rest = paceMilliseconds;
  const looks = new Set<() => void>();
  /** Asked from when the Services are known. */
  let metrics: FullnessReader | undefined;

  const tell = (): void => {
    clearTimeout(willTell);
    willTell = undefined;
    isDirty = true;
    const began = now();
    for (const look of looks) look();
    looks.clear();
    for (const listener of [...listeners]) listener();
    // A large cluster in which much changes is looked at less often, so that looking and showing never take more than a small
    // part of the time; what listeners show is shown before the next turn.
    setImmediate(() => {
      rest = Math.min(longestRest, Math.max(paceMilliseconds, (now() - began) * restPerLook));
    });
  };
  const mark = (): void => {
    willTell ??= setTimeout(tell, rest);
  };
  const hear = (): void => {
    lately = withHappenings(lately, news);
    news = [];
  };
  const happened = (happening: Happening | undefined): void => {
    if (happening === undefined || now() - happening.at > newsMilliseconds) return;
    news.push(happening);
    if (news.length >= mostHappenings) hear();
  };

  // What it has to look at is looked at with all else: whatever changes is told here as well.
  const live = observe(observer, names, {
    now,
    later: work => looks.add(work),
    fullness: ({metadata}) => metrics?.fullness.get(`${metadata.namespace}/${metadata.name}`),
  });
  const pods = createPodIndex(uid => live.componentOf(uid));
  const nodeObjects = new Map<string, KubernetesObject>();
  const restarts = new Map<string, number>();
  const generations = new Map<string, number>();
  const resources = new Map<string, JudgedResource>();

  const keyOf = ({apiVersion, kind, metadata}: KubernetesObject): string =>
    `${apiVersion} ${kind} ${metadata.namespace ?? ''}/${metadata.name}`;

  const takePod = ({type, object}: Change): void => {
    const uid = object.metadata.uid ?? '';
    if (type === 'deleted') {
      pods.remove(object);
      restarts.delete(uid);
      return;
    }
    pods.put(object);
    const count = restartsOf(object);
    const before = restarts.get(uid);
    if (count > 0) restarts.set(uid, count);
    if (count > (before ?? (isComplete && type === 'modified' ? 0 : count))) {
      happened(restartHappening(sanitiseLine(object.metadata.name, 253), count, now()));
    } else if (before === undefined && count > 0) {
      const ended = Math.max(...endsOf(object));
      if (Number.isFinite(ended))
        happened(restartHappening(sanitiseLine(object.metadata.name, 253), count, ended));
    }
  };

  const takeNode = ({type, object}: Change): void => {
    const {name} = object.metadata;
    const before = nodeObjects.get(name);
    if (type === 'deleted') {
      nodeObjects.delete(name);
      happened({at: now(), kind: 'node', what: `node ${sanitiseLine(name, 253)}`, text: 'left the cluster'});
      return;
    }
    nodeObjects.set(name, object);
    if (before === undefined || !isComplete) return;
    const [was, is] = [stateOfNode(before), stateOfNode(object)];
    if (was !== is)
      happened({
        at: now(),
        kind: 'node',
        what: `node ${sanitiseLine(name, 253)}`,
        text: is === '' ? `${was} gone` : is,
      });
  };

  const takeWorkload = ({type, object}: Change): void => {
    const uid = object.metadata.uid ?? '';
    if (type === 'deleted') {
      generations.delete(uid);
      return;
    }
    const before = generations.get(uid);
    const generation = object.metadata.generation ?? 0;
    generations.set(uid, generation);
    if (before !== undefined && before !== generation)
      happened({
        at: now(),
        kind: 'changed',
        what: sanitiseLine(object.metadata.name, 253),
        text: `was changed by ${sanitiseLine(String(object.writer ?? 'somebody'), 60)}`,
      });
  };

  const take = (change: Change): void => {
    const {type, object} = change;
    const isOwn = /^(v1|(apps|batch|storage\.k8s\.io|coordination\.k8s\.io)\/v1)$/.test(object.apiVersion);
    if (isOwn && object.kind === 'Pod') takePod(change);
    else if (isOwn && object.kind === 'Node') takeNode(change);
    else if (isOwn && standingKinds.has(object.kind)) takeWorkload(change);
    else if (isOfOperator(object)) {
      if (type === 'deleted') resources.delete(keyOf(object));
      else resources.set(keyOf(object), judged(object));
    }
    mark();
  };

  const stops = [observer.onObject(take)];

  const knowOperators = async (): Promise<void> => {
    const served = servedRefs(await client.request('GET', '/apis'));
    await observer.watch(served, signal);
  };

  /** What is asked for once and kept asking for until it is there. */
  const learn = async (): Promise<void> => {
    for (let pause = 1000; !signal.aborted; pause = Math.min(pause * 2, 30_000)) {
      try {
        version = sanitiseLine(
          String(((await client.request('GET', '/version')) as {gitVersion?: string}).gitVersion ?? ''),
          40,
        );
        await untilItKnowsRights(client);
        const map = await client
          .read({apiVersion: 'v1', kind: 'ConfigMap', namespace: 'kube-system', name: 'genestack-rehearsal'})
          .catch(() => undefined);
        isRehearsal = map !== undefined;
        trouble = '';
        mark();
        return;
      } catch (error) {
        trouble = messageOf(error);
        mark();
        await wait(pause, signal).catch(() => {});
      }
    }
  };

  const lookForOperators = async (): Promise<void> => {
    while (!signal.aborted) {
      let pause = kindsMilliseconds;
      try {
        await knowOperators();
      } catch {
        pause = 10_000;
      }
      await wait(pause, signal).catch(() => {});
    }
  };

  const complete = (async () => {
    try {
      await learn();
      await Promise.all([observer.watch(ownRefs, signal), knowOperators().catch(() => {})]);
      metrics = readFullness(client, {
        namespace: () => namespaceOfPrometheus(observer),
        onChange() {
          live.reconsider();
          mark();
        },
        ...{signal, wait},
      });
      await metrics.first;
    } catch {
      return;
    }
    void wait(kindsMilliseconds, signal).then(lookForOperators, () => {});
    isComplete = true;
    pods.renew();
    tell();
  })();

  const nodeViews = new Map<
    string,
    {readonly object: KubernetesObject | undefined; readonly view: MonitoredNode}
  >();
  const nodesNow = (): MonitoredNode[] => {
    const all = new Set([...nodeObjects.keys(), ...pods.nodes()]);
    for (const name of nodeViews.keys()) if (!all.has(name)) nodeViews.delete(name);
    return [...all].sort(byName).map(name => {
      const on = pods.on(name);
      const object = nodeObjects.get(name);
      const known = nodeViews.get(name);
      if (known !== undefined && known.object === object && known.view.pods === on) return known.view;
      const view =
        known !== undefined && known.object === object
          ? withPods(known.view, on)
          : monitoredNode(name, object, on);
      nodeViews.set(name, {object, view});
      return view;
    });
  };

  let standings = new Map<string, Standing>();
  const compare = (present: readonly MonitoredComponent[], at: number): void => {
    const next = new Map<string, Standing>();
    for (const {name, state} of present) {
      const before = standings.get(name);
      const isReady = state === 'ready';
      next.set(name, before?.isReady === isReady ? before : {isReady, since: at});
      if (isComplete && standings.size > 0)
        happened(componentHappening(name, before, next.get(name), at, duration));
    }
    if (isComplete)
      for (const [name, before] of standings)
        if (!next.has(name)) happened(componentHappening(name, before, undefined, at, duration));
    if (isComplete || standings.size === 0) standings = isComplete ? next : new Map();
  };

  const ofComponent = new Map<string, readonly JudgedResource[]>();
  const shareResources = (): void => {
    ofComponent.clear();
    for (const resource of resources.values()) {
      const component = membership(resource.object, ref => observer.get(ref));
      if (component !== undefined)
        ofComponent.set(component, [...(ofComponent.get(component) ?? []), resource]);
    }
  };

  let latest: MonitorView = {
    context,
    server: client.server,
    version,
    isRehearsal,
    isComplete,
    asOf: null,
    trouble,
    components: [],
    observation: new Map(),
    problems: [],
    nodes: [],
    lately,
    unseen: [],
    driver: null,
  };

  /** Untouched ones stay the same object, so that who shows them sees what changed. */
  const shared = (component: MonitoredComponent | undefined): MonitoredComponent | undefined => {
    const before = latest.components.find(({name}) => name === component?.name);
    return isDeepStrictEqual(before, component) ? before : component;
  };

  const look = (): MonitorView => {
    const at = now();
    const observation: Observation = live.observation();
    shareResources();
    const present = components.flatMap(
      component =>
        shared(
          monitoredComponent(
            component,
            observation.get(component.name) ?? [],
            ofComponent.get(component.name) ?? [],
          ),
        ) ?? [],
    );
    compare(present, at);
    hear();
    const nodes = nodesNow();
    return {
      ...latest,
      server: client.server,
      version,
      isRehearsal,
      isComplete,
      components: present,
      observation,
      nodes,
      lately,
      problems: problemsOf({
        components: present,
        observation,
        troubles: live.troubles(),
        resources: [...resources.values()],
      }),
      unseen: [
        ...new Set(observer.refused().map(kind => watchedKind(kind)?.plural ?? kind.kind)),
        ...(metrics?.isRefused ? ['metrics of Prometheus'] : []),
      ],
      driver: driverOf(observer, at),
    };
  };

  return {
    view() {
      if (isDirty) {
        isDirty = false;
        latest = look();
      }
      const asOf = observer.asOf ?? null;
      const said = trouble || (observer.trouble ?? '');
      // Every byte of a quiet watch would be a new view.
      if (
        said !== latest.trouble ||
        (asOf !== latest.asOf && (asOf ?? 0) - (latest.asOf ?? 0) >= asOfMilliseconds)
      )
        latest = {...latest, asOf, trouble: said};
      return latest;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    complete,
    live,
    resourcesOf: component => ofComponent.get(component) ?? [],
    close() {
      closing.abort();
      clearTimeout(willTell);
      for (const stop of stops) stop();
      live.close();
      observer.close();
      listeners.clear();
    },
  };
};

/** An API server that has just begun refuses everything for a moment, and who is refused is not asked again. */
const untilItKnowsRights = async (client: Client): Promise<void> => {
  try {
    await client.request('GET', '/readyz');
  } catch (error) {
    // Where it may not be asked, it is ready enough to say so.
    if (!(error instanceof ApiError && (error.status === 403 || error.status === 404))) throw error;
  }
};

const {compare: byName} = new Intl.Collator('en', {numeric: true});

/** Whatever owns a workload would be looked at else, and nobody has a right to that; operators are looked for here. */
const onlyListed = (observer: Observer): Observer =>
  Object.create(observer, {
    watch: {
      value: (kinds: readonly KindRef[], signal: AbortSignal) =>
        observer.watch(
          kinds.filter(kind => watchedKind(kind) !== undefined),
          signal,
        ),
    },
    watchServed: {value: async () => {}},
  }) as Observer;

/** Where several Services have its name nobody knows which of them is it, and none is asked. */
const namespaceOfPrometheus = (observer: Observer): string | undefined => {
  const found = observer
    .all({apiVersion: 'v1', kind: 'Service'})
    .filter(({metadata}) => metadata.name === prometheusService.name);
  return found.length === 1 ? found[0]?.metadata.namespace : undefined;
};

const endsOf = ({status}: KubernetesObject): number[] =>
  ((status?.containerStatuses ?? []) as {lastState?: {terminated?: {finishedAt?: string}}}[]).flatMap(
    ({lastState}) => {
      const at = Date.parse(lastState?.terminated?.finishedAt ?? '');
      return Number.isNaN(at) ? [] : [at];
    },
  );

/** Who holds the Lease of the driver, as long as it is renewed. */
const driverOf = (observer: Observer, at: number): string | null => {
  const [lease] = observer.all({apiVersion: 'coordination.k8s.io/v1', kind: 'Lease'});
  const {holderIdentity, renewTime, leaseDurationSeconds = 30} = lease?.spec ?? {};
  const isHeld = holderIdentity && at - Date.parse(String(renewTime)) < Number(leaseDurationSeconds) * 1000;
  return isHeld ? sanitiseLine(String(holderIdentity).split(' pid ')[0] ?? '', 120) : null;
};
