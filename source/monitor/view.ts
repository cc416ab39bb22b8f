import type {Observation} from '../cluster/observation.js';
import type {ComponentStateName} from '../engine/state.js';

/** A component as the cluster alone shows it. */
export interface MonitoredComponent {
  readonly name: string;
  readonly row: string | null;
  readonly group: 'Kubernetes' | 'OpenStack' | 'Monitoring';
  /** Whether Genestack delivers it; what Kubernetes brings is there without. */
  readonly isDelivered: boolean;
  readonly state: Extract<ComponentStateName, 'ready' | 'rolling-out' | 'failed'>;
  /** Pods of what is there for good; objects where there are none. */
  readonly ready: number;
  readonly desired: number;
  /** Why it is not well, or what is to be known though it is, without a full stop; empty otherwise. */
  readonly reason: string;
}

/** What can be asked about; of no component it is known by `workload`, `Kind/name`, or by `pod`, and its namespace. */
export interface Target {
  /** Empty where it is of none, or none that is known. */
  readonly component: string;
  readonly workload?: string;
  readonly pod?: string;
  readonly namespace?: string;
}

/** Something that a person may have to do something about; a cause that many rows share is one. */
export interface Problem {
  /** The same as long as it is the same problem. */
  readonly key: string;
  /** `GS-…`; empty where nobody has a code for it. */
  readonly code: string;
  /** `failed` needs a person, `rolling-out` may mend itself, `attention` is coming. */
  readonly weight: 'failed' | 'rolling-out' | 'attention';
  /** The component or the object that has it, in a word. */
  readonly what: string;
  /** Without a full stop. */
  readonly text: string;
  readonly ready: number | null;
  readonly desired: number | null;
  /** What can be asked about it. */
  readonly target: Target | null;
  /** Components that wait behind it. */
  readonly behind: readonly string[];
}

export interface MonitoredPod {
  readonly component: string | null;
  readonly namespace: string;
  readonly name: string;
  readonly status: string;
  readonly isWell: boolean;
  readonly restarts: number;
}

export interface MonitoredNode {
  /** Empty for the place of pods that have no node. */
  readonly name: string;
  readonly roles: readonly string[];
  readonly isReady: boolean;
  /** `disk pressure`, `cordoned`; the worst first. */
  readonly troubles: readonly string[];
  readonly version: string;
  /** In the order of their names. */
  readonly pods: readonly MonitoredPod[];
  readonly notWell: number;
}

/** What happened, newest first where there are many. */
export interface Happening {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly kind: 'ready' | 'not-ready' | 'flapped' | 'restarted' | 'changed' | 'came' | 'went' | 'node';
  /** Component, pod or node. */
  readonly what: string;
  /** `became ready after 40 s`. */
  readonly text: string;
  /** Absent where there is nothing left to be asked about. */
  readonly target?: Target;
}

/** A kind of which there is no news, though the API answers; what was seen of it before is shown still. */
export interface UnheardKind {
  /** As a person is told of it: `pods`. */
  readonly kind: string;
  /** Empty for the core group. */
  readonly group: string;
  /** It may not be seen any more; else the API cannot list it. */
  readonly isForbidden: boolean;
  /** What the API says, without a full stop. */
  readonly reason: string;
  /** Milliseconds since 1970, of when what is shown of it is; null where it was never seen. */
  readonly asOf: number | null;
}

/** Everything that the monitor shows, as one value. */
export interface MonitorView {
  readonly context: string;
  readonly server: string;
  /** Of Kubernetes; empty before the first answer. */
  readonly version: string;
  readonly isRehearsal: boolean;
  /** Whether all that may be seen was seen once. */
  readonly isComplete: boolean;
  /** Milliseconds since 1970, of when all of the picture is: of the kind that was heard of the longest ago; null before the first. */
  readonly asOf: number | null;
  /** Why nothing is heard of it now, as a sentence; empty when all is well. */
  readonly trouble: string;
  readonly components: readonly MonitoredComponent[];
  readonly observation: Observation;
  /** Those that need a person first. */
  readonly problems: readonly Problem[];
  readonly nodes: readonly MonitoredNode[];
  /** Newest first. */
  readonly lately: readonly Happening[];
  /** Kinds that may not be seen, as a person calls them. */
  readonly unseen: readonly string[];
  /** Kinds of which there is no news. */
  readonly unheard: readonly UnheardKind[];
  /** Who installs at the moment; null where nobody does. */
  readonly driver: string | null;
}

/** What stands between all and nothing wrong: what needs a person, and what may mend itself. */
export const healthOf = ({
  components,
  problems,
}: Pick<MonitorView, 'components' | 'problems'>): {
  readonly isWell: boolean;
  /** Nothing of Genestack is seen, which is neither well nor wrong. */
  readonly isEmpty: boolean;
  readonly well: number;
  readonly total: number;
  /** Problems that are here now. */
  readonly now: number;
  /** Problems that are only coming. */
  readonly coming: number;
} => {
  const coming = problems.filter(({weight}) => weight === 'attention').length;
  const well = components.filter(({state}) => state === 'ready').length;
  const now = problems.length - coming;
  const total = components.length;
  const isEmpty = now === 0 && !components.some(({isDelivered}) => isDelivered);
  return {isWell: now === 0 && well === total && !isEmpty, isEmpty, well, total, now, coming};
};
