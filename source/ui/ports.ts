import type {ContainerLog, Inquiry, Observation} from '../cluster/observation.js';
import type {Intention} from '../engine/intentions.js';
import type {Receipt} from '../engine/receipt.js';
import type {RunState} from '../engine/state.js';
import type {GenestackError} from '../errors.js';
import type {MonitorView} from '../monitor/view.js';
import type {ComponentChange} from '../plan/changes.js';
import type {Plan} from '../plan/plan.js';
import type {Profile} from '../profile/schema.js';
import type {RowTarget} from './tree/row-target.js';
import type {Draft} from './wizard/draft.js';

/** A context of the kubeconfig, before anything was asked over the network. */
export interface ContextFacts {
  readonly name: string;
  readonly server: string;
  readonly user: string;
}

export interface NodeFacts {
  readonly name: string;
  readonly isReady: boolean;
  readonly isControlPlane: boolean;
  /** Roles by the labels it carries already. */
  readonly roles: readonly string[];
  readonly cpu: number;
  readonly memoryGiB: number;
}

/** What a cluster says of itself at first contact; a rehearsal's is made from the profile. */
export interface ClusterFacts {
  readonly version: string;
  readonly nodes: readonly NodeFacts[];
  readonly storageClasses: readonly string[];
  /** Where it can be read from the cluster. */
  readonly serviceCIDR: string | null;
  /** What Genestack has there by the cluster's record; null where it has nothing. */
  readonly installed?: InstalledFacts | null;
}

export interface InstalledFacts {
  /** As it was installed or changed last. */
  readonly profile: Profile;
  /** ISO 8601, of the last run. */
  readonly time: string;
  readonly outcome: 'succeeded' | 'failed' | 'interrupted' | 'unfinished';
  readonly components: readonly {readonly name: string; readonly state: string}[];
}

/** How far the servers of a rehearsal are; `null` total as long as it is not known. */
export interface ServersProgress {
  /** `missing`: they will have to be built, and nobody has begun. */
  readonly state: 'there' | 'missing' | 'building' | 'built' | 'failed';
  /** Moving words: "compiling 412 of 1180 packages", or the sentence of the error. */
  readonly text: string;
  readonly done: number;
  readonly total: number | null;
}

export type Destination =
  | {readonly kind: 'rehearsal'}
  | {readonly kind: 'cluster'; readonly context: string}
  | {readonly kind: 'file'};

/** What is installed, where. `profileFile` was written before. */
export interface Job {
  readonly destination: Destination;
  readonly profile: Profile;
  readonly profileFile: string;
}

/** Everything that the tree, the details and the last screen show, as one value; a new object on every change. */
export interface RunView {
  /** `preparing`: the control plane comes up, the charts are looked for. */
  readonly phase: 'preparing' | 'running' | 'over';
  /** What is said until the engine begins, newest last. */
  readonly talk: readonly string[];
  readonly title: string;
  readonly plan: Plan;
  readonly standIns: readonly string[];
  readonly state: RunState;
  readonly observation: Observation;
  /** ISO 8601, when the API was last heard of; null before. */
  readonly asOf: string | null;
  /** Last lines of helm by component, newest last. */
  readonly toolLines: Readonly<Record<string, readonly string[]>>;
  readonly receipt: Receipt | null;
  readonly files: {
    readonly profile: string;
    readonly kubeconfig: string | null;
    readonly receipt: string | null;
  };
  /** The command that removes a rehearsal that stays; null where nothing is there to be removed. */
  readonly removal: string | null;
  /** What ended the run before or beside the plan. */
  readonly error: GenestackError | null;
  /** Who may steer it; null of a run that is only played back. */
  readonly wheel: WheelView | null;
}

/** One of those who look at a run has the wheel: what a person wants is taken from there. */
export interface WheelView {
  readonly isOurs: boolean;
  /** Who has it, as a process and its terminal; null where nobody has. */
  readonly holder: {readonly pid: number; readonly tty: string} | null;
  /** How many look on beside this screen. */
  readonly others: number;
  /** Somebody else took it from here. */
  readonly wasTaken: boolean;
  /** This screen came to a run that was there. */
  readonly isLate: boolean;
}

/** A run that a screen looks at. */
export interface Run {
  view(): RunView;
  /** Calls back after a change, at most once a turn of the event loop; returns how to stop. */
  subscribe(listener: () => void): () => void;
  /** What a person wants of it while it runs. */
  intend(intention: Intention): void;
  /** Asks politely, once. */
  interrupt(): void;
  /** Takes the wheel, or gives it away where it is here. */
  turnWheel(): void;
  /** Why a row is as it is. */
  inquire(row: RowTarget): Inquiry;
  /** Lines of a pod's log as they come, sanitised; ends with the signal. */
  logs(pod: {readonly namespace: string; readonly name: string}, signal: AbortSignal): AsyncIterable<string>;
  /** What a container said last, sanitised; why it cannot be had as a sentence. Never rejects. */
  lastLines(log: ContainerLog, signal: AbortSignal): Promise<readonly string[]>;
  /** Resolves with the exit code when everything is put away. */
  readonly ended: Promise<number>;
}

/** A cluster that is only looked at. */
export interface Monitor {
  /** The same object as long as nothing has changed. */
  view(): MonitorView;
  /** Calls back after changes, those of a moment together; returns how to stop. */
  subscribe(listener: () => void): () => void;
  inquire: Run['inquire'];
  logs: Run['logs'];
  lastLines: Run['lastLines'];
}

/** The hands of the screens on the world; commands/start.ts makes them, a test makes its own. */
export interface World {
  readonly environment: {
    readonly nodeVersion: string;
    readonly homeFolder: string;
    readonly workingFolder: string;
  };
  now(): number;
  contexts(): {
    readonly current: string | null;
    readonly contexts: readonly ContextFacts[];
    readonly problem: string | null;
  };
  /** Rejects with a GenestackError. */
  look(context: string, signal: AbortSignal): Promise<ClusterFacts>;
  /** What a profile would change there; nothing is written. Rejects with a GenestackError. */
  compare(context: string, profile: Profile, signal: AbortSignal): Promise<readonly ComponentChange[]>;
  servers: {
    progress(): ServersProgress;
    /** Begins to find or build them; once. */
    begin(): void;
    subscribe(listener: () => void): () => void;
  };
  drafts: {read(): Draft | null; write(draft: Draft): void; remove(): void};
  profiles: {
    /** Path as it is shown: `./genestack.yaml`. */
    suggest(): string;
    exists(file: string): boolean;
    /** Throws a GenestackError where it cannot be written. */
    write(file: string, profile: Profile): void;
  };
  remembered: {read(): Remembered; write(choices: Remembered): void};
  start(job: Job): Run;
}

/** What the wizard opens with the next time. */
export interface Remembered {
  readonly destination?: string;
  readonly edition?: string;
}
