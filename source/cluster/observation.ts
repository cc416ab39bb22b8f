/** Why something is not well. */
export interface ObservedCause {
  readonly code: string;
  /** A clause about what has it, without a full stop: `pod x-2 waits for claim y, unbound: …`. */
  readonly text: string;
  readonly remedy: string;
  /** A command that shows more, or mends it. */
  readonly command?: string;
  /** What has to be mended, told alike by everything that it holds up: `StorageClass general`, `Job openstack/nova-db-sync`. */
  readonly root: string;
  /** Workloads that hold it up, `Job openstack/nova-db-sync`: its root is theirs. */
  readonly waitsFor: readonly string[];
  /** Whether it may end without anybody's doing: a pod that is starting. */
  readonly passes: boolean;
  /** All works still. */
  readonly isComing?: boolean;
}

/** What is seen of one pod. */
export interface ObservedPod {
  readonly name: string;
  readonly namespace: string;
  /** As kubectl shows it: Running, Pending, Init:0/2, CrashLoopBackOff, Completed … */
  readonly status: string;
  readonly isReady: boolean;
  readonly node: string | null;
  readonly restarts: number;
  /** What it waits on or what is wrong, without a full stop; empty when all is well. */
  readonly reason: string;
}

/** What is seen of one workload, its pods in the order of their names. */
export interface ObservedWorkload {
  readonly kind: 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'Job' | 'CronJob';
  readonly name: string;
  readonly namespace: string;
  /** Both 0 of a CronJob, which has nothing to be ready; its pods are those of its Jobs. */
  readonly ready: number;
  readonly desired: number;
  readonly state: 'progressing' | 'ready' | 'failed';
  /** Why it is not ready, without a full stop; empty when it is. */
  readonly reason: string;
  /** The same as a cause; absent when it is ready. */
  readonly cause?: ObservedCause;
  readonly pods: readonly ObservedPod[];
}

/** The workloads of every component by its name; a component without workloads has no entry. Untouched ones stay the same object. */
export type Observation = ReadonlyMap<string, readonly ObservedWorkload[]>;

/** An object that is no workload and is not well: a claim, a custom resource, a load balancer, a node. */
export interface ObservedTrouble {
  readonly kind: string;
  readonly name: string;
  /** Empty where its kind has none. */
  readonly namespace: string;
  /** Null where it is of no component. */
  readonly component: string | null;
  readonly state: 'progressing' | 'failed';
  readonly cause: ObservedCause;
}

/** A log of one container of a pod. */
export interface ContainerLog {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** Of its last run, not of this one. */
  readonly previous: boolean;
}

/** What a person asks about one row: everything that is known of why it is as it is. */
export interface Inquiry {
  /** ISO 8601, when the cluster was last heard of. */
  readonly asOf: string;
  /** Empty where nothing is wrong. */
  readonly code: string;
  /** Whether it is the code of a cause, which `genestack explain` knows, and not of an error. */
  readonly isCause?: boolean;
  /** Component › workload › pod › claim, to the root. */
  readonly chain: readonly string[];
  /** Sentences: what is wrong, and what it holds back. */
  readonly sentence: string;
  readonly remedy: string;
  /** A command that shows more, or mends it. */
  readonly command?: string;
  /** Conditions and events, newest first, one line each. */
  readonly seen: readonly string[];
  /** The container whose last lines may say more. */
  readonly log?: ContainerLog;
}
