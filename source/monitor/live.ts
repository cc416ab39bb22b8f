import {setTimeout as sleep} from 'node:timers/promises';
import {isDeepStrictEqual} from 'node:util';
import type {Catalogue} from '../catalogue/schema.js';
import type {Client} from '../cluster/client.js';
import {namesOf} from '../cluster/component-names.js';
import {membershipOf} from '../cluster/membership.js';
import {type LiveObservation, observe} from '../cluster/observe.js';
import type {Change} from '../cluster/reflector.js';
import {askClusterFacts, driverOf} from './cluster-facts.js';
import {type JudgedResource, monitoredComponent} from './components.js';
import {type FullnessReader, namespaceOfPrometheus, readFullness} from './fullness.js';
import {isOfOperator, isOwn, watchedKind} from './kinds.js';
import {createLately} from './lately.js';
import {createNodeIndex} from './node-index.js';
import {createObjectNews} from './object-news.js';
import {createPace} from './pace.js';
import {createPodIndex} from './pods.js';
import {problemsOf} from './problems.js';
import {createResourceIndex} from './resource-index.js';
import {createStandings} from './standings.js';
import {unheardOf} from './unheard.js';
import type {MonitoredComponent, MonitorView, UnheardKind} from './view.js';
import {createWatching} from './watching.js';

export interface MonitorTerms {
  readonly catalogue: Catalogue;
  readonly context: string;
  /** Why what leads to the cluster could not be read, when it was read again after trouble; undefined where it could. */
  readonly kubeconfigTrouble?: () => string | undefined;
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

/** Looks at a cluster from now on until closed; what cannot be reached yet is waited for, and told as `trouble`. */
export const monitorCluster = (
  client: Client,
  {
    catalogue,
    context,
    kubeconfigTrouble = () => undefined,
    now = Date.now,
    wait = (milliseconds, signal) => sleep(milliseconds, undefined, {signal}),
    paceMilliseconds = 500,
  }: MonitorTerms,
): LiveMonitor => {
  const closing = new AbortController();
  const {signal} = closing;
  const watching = createWatching(client, {signal, now, wait});
  const {observer} = watching;
  const components = [...catalogue.components.values()];
  const names = components.map(namesOf);
  const membership = membershipOf(names);

  let isComplete = false;
  let isDirty = true;
  /** Asked from when the Services are known. */
  let metrics: FullnessReader | undefined;

  const pace = createPace({
    now,
    paceMilliseconds,
    onTell() {
      isDirty = true;
    },
  });

  // What it has to look at is looked at with all else: whatever changes is told here as well.
  const live = observe(observer, names, {
    now,
    later: pace.later,
    fullness: ({metadata}) => metrics?.fullness.get(`${metadata.namespace}/${metadata.name}`),
  });
  const pods = createPodIndex(uid => live.componentOf(uid));
  const nodes = createNodeIndex(pods);
  const resources = createResourceIndex(object => membership(object, ref => observer.get(ref)));
  const newsOf = createObjectNews(now);
  const standings = createStandings();
  const lately = createLately(now);

  const indexOf = (object: Change['object']) => {
    if (isOwn(object)) return object.kind === 'Pod' ? pods : object.kind === 'Node' ? nodes : undefined;
    return isOfOperator(object) ? resources : undefined;
  };

  const stop = observer.onObject(change => {
    const {type, object} = change;
    indexOf(object)?.[type === 'deleted' ? 'remove' : 'put'](object);
    lately.add(newsOf(change, isComplete));
    pace.mark();
  });

  const facts = askClusterFacts(client, {onChange: pace.mark, signal, wait});

  const complete = (async () => {
    try {
      await facts.known;
      await watching.begin();
      metrics = readFullness(client, {
        namespace: () => namespaceOfPrometheus(observer),
        onChange() {
          live.reconsider();
          pace.mark();
        },
        ...{signal, wait},
      });
      await metrics.first;
    } catch {
      return;
    }
    void watching.lookForOperators();
    isComplete = true;
    pods.renew();
    pace.tell();
  })();

  let latest: MonitorView = {
    context,
    server: client.server,
    version: '',
    isRehearsal: false,
    isComplete,
    asOf: null,
    trouble: '',
    components: [],
    observation: new Map(),
    problems: [],
    nodes: [],
    lately: [],
    unseen: [],
    unheard: [],
    driver: null,
  };

  /** Untouched ones stay the same object, so that who shows them sees what changed. */
  const shared = (component: MonitoredComponent | undefined): MonitoredComponent | undefined => {
    const before = latest.components.find(({name}) => name === component?.name);
    return isDeepStrictEqual(before, component) ? before : component;
  };

  const look = (unheard: readonly UnheardKind[]): MonitorView => {
    const at = now();
    const observation = live.observation();
    resources.share();
    const present = components.flatMap(
      component =>
        shared(
          monitoredComponent(component, observation.get(component.name) ?? [], resources.of(component.name)),
        ) ?? [],
    );
    for (const happening of standings.compare(present, at, isComplete)) lately.add(happening);
    return {
      ...latest,
      server: client.server,
      version: facts.version,
      isRehearsal: facts.isRehearsal,
      isComplete,
      components: present,
      observation,
      nodes: nodes.all(),
      lately: lately.all(),
      problems: problemsOf({
        components: present,
        observation,
        troubles: live.troubles(),
        resources: resources.all(),
        unheard,
      }),
      unheard,
      unseen: [
        ...new Set(observer.refused().map(kind => watchedKind(kind)?.plural ?? kind.kind)),
        ...(metrics?.isRefused ? ['metrics of Prometheus'] : []),
      ],
      driver: driverOf(observer, at),
    };
  };

  return {
    view() {
      // Of what is not heard no change comes.
      const unheard = unheardOf(observer);
      if (isDirty || !isDeepStrictEqual(unheard, latest.unheard)) {
        isDirty = false;
        latest = look(unheard);
      }
      const asOf = observer.oldest ?? observer.asOf ?? null;
      const trouble = facts.trouble || (observer.trouble ?? '');
      // A kubeconfig that is broken now is no trouble as long as the one before it leads to the cluster.
      const said = [trouble, trouble === '' ? undefined : kubeconfigTrouble()].filter(Boolean).join('; ');
      // Every byte of a quiet watch would be a new view.
      if (
        said !== latest.trouble ||
        (asOf !== latest.asOf && (asOf ?? 0) - (latest.asOf ?? 0) >= asOfMilliseconds)
      )
        latest = {...latest, asOf, trouble: said};
      return latest;
    },
    subscribe: pace.subscribe,
    complete,
    live,
    resourcesOf: resources.of,
    close() {
      closing.abort();
      pace.stop();
      stop();
      live.close();
      observer.close();
    },
  };
};
