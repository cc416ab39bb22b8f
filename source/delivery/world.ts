import type {Catalogue, Component, NodeRole} from '../catalogue/schema.js';
import type {Activity} from '../cluster/activity.js';
import type {Client} from '../cluster/client.js';
import type {Observer} from '../cluster/observer.js';
import type {Profile} from '../profile/schema.js';
import type {Helm} from '../tools/helm.js';
import type {Kustomize} from '../tools/kustomize.js';
import type {Redactor} from '../tools/redact.js';
import type {RunningHelms} from '../tools/running-helms.js';
import type {Removal} from './what-goes.js';

/** A chart as it was found before the first step. */
export interface ChosenChart {
  /** A .tgz or a folder. */
  readonly path: string;
  readonly version: string;
  readonly standIn: boolean;
  /** SHA-256 of what is installed: a changed chart is a changed release. */
  readonly digest: string;
}

/** A helm that works on a release. */
export interface HelmSpawn {
  readonly component: string;
  readonly namespace: string;
  readonly release: string;
  /** The one that it is to make, or to take away. */
  readonly revision: number;
  /** Null before it is started. */
  readonly pid: number | null;
}

/** Everything that a step touches. */
export interface World {
  readonly client: Client;
  readonly observer: Observer;
  readonly catalogue: Catalogue;
  readonly profile: Profile;
  readonly helm: Helm;
  readonly kustomize: Kustomize;
  readonly redactor: Redactor;
  /** The node roles that something which is on runs on. */
  readonly roles: readonly NodeRole[];
  /** By component. */
  readonly charts: ReadonlyMap<string, ChosenChart>;
  /** Whether nodes are simulated and nobody makes what only a person can. */
  readonly isRehearsal: boolean;
  readonly run: string;
  /** UID of the namespace kube-system. */
  readonly cluster: string;
  /** Stands for the processes that see this one, as a label's value; another after every start of the machine. */
  readonly place: string;
  readonly helms: RunningHelms;
  /** What a helm has to end politely, and after which one of another machine that writes nothing is gone. */
  readonly graceSeconds: number;
  readonly activity: Activity;
  /** How long a component must stay ready before it counts, so that a flapping one does not open its edges. */
  readonly settleSeconds: number;
  /** Of a plan that takes away. */
  readonly removal?: Removal;
  /** Components that are applied though nothing of theirs is new, because another hand changed what they delivered. */
  readonly drifted?: ReadonlySet<string>;
  /** What helm says of a component, line by line, redacted and without anything that a terminal obeys. */
  readonly onToolLine?: ((component: string, line: string) => void) | undefined;
  /** Hears of every helm that is to work on a release: before it is started, and as soon as it has a pid. */
  readonly onHelm?: ((spawn: HelmSpawn) => void) | undefined;
}

export const componentOf = (world: Pick<World, 'catalogue'>, name: string): Component => {
  const component = world.catalogue.components.get(name);
  if (!component) {
    throw new Error(`the plan names ${name}, which the catalogue does not have`);
  }
  return component;
};

export const removalOf = ({removal}: Pick<World, 'removal'>): Removal => {
  if (removal === undefined) {
    throw new Error('a plan that takes away was begun without what it takes');
  }
  return removal;
};
