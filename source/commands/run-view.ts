import {type Catalogue, editionNames} from '../catalogue/schema.js';
import {namesOf} from '../cluster/component-names.js';
import type {Inquiry} from '../cluster/observation.js';
import {type LiveObservation, observe} from '../cluster/observe.js';
import {lastLines, podLogs} from '../cluster/pod-logs.js';
import {inquire} from '../delivery/inquire.js';
import {initialState} from '../engine/state.js';
import type {GenestackError} from '../errors.js';
import type {Plan} from '../plan/plan.js';
import {clockTime} from '../report/clock-time.js';
import type {Run, RunView} from '../ui/ports.js';
import type {ClusterSession} from './cluster-session.js';
import type {Listener} from './listener.js';
import {buildText} from './talk.js';

export interface RunSubject {
  readonly catalogue: Catalogue;
  /** Of the pace that is asked for; what runs may have another. */
  readonly plan: Plan;
  /** The context's name, or `rehearsal`. */
  readonly place: string;
  readonly files: {readonly profile: string; readonly kubeconfig: string | null};
  readonly isKept: boolean;
  /** The command that removes a rehearsal that stays; null where it does not, or is none. */
  readonly removal: string | null;
  /** Puts a path as a person reads it. */
  shown(path: string): string;
  /** Milliseconds since 1970. */
  now(): number;
}

/** A delivery folded into one value for screens. */
export interface WatchedRun extends Pick<Run, 'view' | 'subscribe' | 'inquire' | 'logs' | 'lastLines'> {
  readonly listener: Listener;
  /** The cluster was met: from now on it is looked into. */
  meets(session: ClusterSession): void;
  /** Why it is not looked into, as a sentence. */
  misses(why: string): void;
  wheel(news: RunView['wheel']): void;
  /** Nothing more happens; what ended it beside the plan. */
  over(error: GenestackError | null): void;
  /** Stops looking. */
  close(): void;
}

/** Lines of helm that are kept of a component, and sentences of the time before the first step. */
const [mostToolLines, mostTalk] = [20, 200];
/** Milliseconds that the time of the last word of the API may be behind in a view of a cluster in which nothing changes. */
const asOfPatience = 2000;

export const watchRun = (subject: RunSubject): WatchedRun => {
  const {catalogue, files, now, shown} = subject;
  const listeners = new Set<() => void>();
  let view: RunView = {
    phase: 'preparing',
    talk: [],
    title: titleOf(subject.plan, subject.place),
    plan: subject.plan,
    standIns: [],
    state: initialState(subject.plan),
    observation: new Map(),
    asOf: null,
    toolLines: {},
    receipt: null,
    files: {...files, receipt: null},
    removal: null,
    error: null,
    wheel: null,
  };
  let session: ClusterSession | undefined;
  let live: LiveObservation | undefined;
  let missing = 'The cluster was not met yet.';
  let isTelling = false;
  let isBuilding = false;

  const tell = (): void => {
    if (!isTelling) {
      isTelling = true;
      setImmediate(() => {
        isTelling = false;
        for (const listener of [...listeners]) {
          listener();
        }
      });
    }
  };
  const change = (changes: Partial<RunView>): void => {
    view = {...view, ...changes};
    tell();
  };
  const talk = (lines: readonly string[]): void => change({talk: lines.slice(-mostTalk)});

  return {
    view() {
      const observation = live?.observation() ?? view.observation;
      const asOf = live?.asOf() ?? null;
      const isStale = Date.parse(asOf ?? '') - Date.parse(view.asOf ?? '') > asOfPatience;
      if (observation !== view.observation || isStale || (asOf !== null && view.asOf === null)) {
        view = {...view, observation, asOf};
      }
      return view;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    inquire: row =>
      live === undefined ? unknown(row.component, missing, now()) : inquire(live, view.state, row, now()),
    async *logs(pod, signal) {
      if (session === undefined) {
        yield missing;
        return;
      }
      yield* podLogs(session.client, pod, signal);
    },
    lastLines: async (log, signal) =>
      session === undefined ? [missing] : lastLines(session.client, log, signal),
    listener: {
      say(sentence) {
        isBuilding = false;
        talk([...view.talk, sentence]);
      },
      building(progress) {
        talk([...(isBuilding ? view.talk.slice(0, -1) : view.talk), buildText(progress)]);
        isBuilding = true;
      },
      begins(beginning) {
        const {plan, standIns, state, access} = beginning;
        const {simulatedNodes} = beginning.cluster;
        const place =
          access === undefined || simulatedNodes === 0
            ? subject.place
            : `rehearsal, ${simulatedNodes} simulated nodes`;
        const kubeconfig = subject.isKept ? (access?.kubeconfig ?? null) : null;
        change({
          phase: 'running',
          plan,
          standIns,
          state,
          title: titleOf(plan, place),
          removal: subject.removal,
          files: {...view.files, ...(kubeconfig !== null && {kubeconfig: shown(kubeconfig)})},
        });
      },
      event: (_event, _before, state) => change({state}),
      toolLine(component, line, time = new Date(now()).toISOString()) {
        const before = view.toolLines[component] ?? [];
        const lines = [...before, `${clockTime(time)} ${line}`];
        change({toolLines: {...view.toolLines, [component]: lines.slice(-mostToolLines)}});
      },
      ends: ({receipt, file}) =>
        change({
          phase: 'over',
          receipt,
          files: {...view.files, receipt: 'error' in file ? null : shown(file.markdown)},
        }),
      trouble: error => change({error}),
    },
    meets(met) {
      session = met;
      live = observe(met.observer, [...catalogue.components.values()].map(namesOf));
      live.subscribe(tell);
      tell();
    },
    misses(why) {
      missing = why;
    },
    wheel: wheel => change({wheel}),
    over(error) {
      change({phase: 'over', error: error ?? view.error});
    },
    close() {
      live?.close();
      listeners.clear();
    },
  };
};

const titleOf = ({edition}: Plan, place: string): string => `Genestack ${editionNames[edition]} · ${place}`;

const unknown = (component: string, why: string, now: number): Inquiry => ({
  asOf: new Date(now).toISOString(),
  code: '',
  chain: [component],
  sentence: `Nothing can be said of it. ${why}`,
  remedy: '',
  seen: [],
});
