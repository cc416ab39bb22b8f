import type {Catalogue, Component} from '../catalogue/schema.js';
import type {Client} from '../cluster/client.js';
import type {KubernetesObject} from '../cluster/kubernetes-object.js';
import {sanitiseLine} from '../cluster/sanitise.js';
import {GenestackError} from '../errors.js';
import {type ComponentChange, noChange} from '../plan/changes.js';
import {differing, pathText} from '../plan/diff.js';
import {nodeRolesComponent} from '../plan/make-removal.js';
import type {Plan} from '../plan/plan.js';
import type {Profile} from '../profile/schema.js';
import type {Helm} from '../tools/helm.js';
import type {Kustomize} from '../tools/kustomize.js';
import type {Redactor} from '../tools/redact.js';
import {newestSecrets} from '../tools/releases.js';
import {nodeTerms} from './backend.js';
import {compareKustomize} from './compare-kustomize.js';
import {compareRelease} from './compare-release.js';
import {digestOf} from './digest.js';
import {nodesToChange} from './node-labels.js';
import {type Reader, readOnce} from './read-once.js';
import {heldRemovals} from './removals.js';
import type {ChosenChart} from './world.js';

export interface CompareWorld {
  readonly client: Client;
  readonly catalogue: Catalogue;
  readonly profile: Profile;
  readonly helm: Pick<Helm, 'preview'>;
  readonly kustomize: Kustomize;
  readonly redactor: Redactor;
  /** By component; one that is not there is compared by its version alone. */
  readonly charts: ReadonlyMap<string, ChosenChart>;
  /** Ends it between two components. */
  readonly signal?: AbortSignal | undefined;
}

/** What is known of the cluster while components are compared with it. */
export interface Held {
  readonly reader: Reader;
  /** By `namespace/name`, the Secret of the newest revision. */
  readonly releases: Promise<ReadonlyMap<string, KubernetesObject>>;
}

/** What a comparison of one component found. */
export interface ComparedComponent {
  readonly change: ComponentChange;
  /** Stands for what is there and what is wanted: the same as long as neither moves. */
  readonly basis: string;
}

export interface Comparison {
  /** In the plan's order, those that are to be removed last. */
  readonly changes: readonly ComponentChange[];
  /** By component. */
  readonly basis: Readonly<Record<string, string>>;
}

/** So many components of each kind are looked at together: the API and helm are asked, and this machine renders. */
const atOnce = 4;

/**
 * Compares a plan with what a cluster holds: releases by their digest, what they deliver with the live objects, what differs by
 * rendering anew. Nothing is written; what is in doubt is asked of the API by dry runs.
 */
export const compare = async (world: CompareWorld, plan: Plan): Promise<Comparison> => {
  const reader = readOnce(world.client);
  const held: Held = {reader, releases: newestSecrets(reader)};
  // Who awaits them hears of what is wrong with them.
  held.releases.catch(() => {});
  const enabled = plan.components
    .filter(component => component.enabled)
    .map(({name}) => componentNamed(world, name));
  const found = new Map<string, ComparedComponent>();
  const look = async (component: Component): Promise<void> => {
    world.signal?.throwIfAborted();
    found.set(component.name, await compareComponent(world, held, component));
  };
  // Kustomize is a program of its own and builds while releases are decoded here.
  const isBuilt = ({delivery}: Component): boolean => delivery.kind === 'kustomize';
  const others = enabled.filter(component => !isBuilt(component));
  await Promise.all([inPool(enabled.filter(isBuilt), atOnce, look), inPool(others, atOnce, look)]);
  const names = enabled.map(({name}) => name);
  const removals = await heldRemovals(world.catalogue, {reader, releases: await held.releases}, names);
  const compared = [...names.map(name => found.get(name) as ComparedComponent), ...removals];
  return {
    changes: compared.map(({change}) => printable(change)),
    basis: Object.fromEntries(compared.map(({change, basis}) => [change.component, basis])),
  };
};

/** What a release or an object of the cluster says may be free text, and as a key or a name stands in a line. */
const printable = (change: ComponentChange): ComponentChange => {
  const words = (texts: readonly string[]): string[] => texts.map(text => sanitiseLine(text));
  return {
    ...change,
    reasons: words(change.reasons),
    keys: words(change.keys),
    objects: change.objects.map(one => ({
      ...one,
      object: sanitiseLine(one.object),
      fields: words(one.fields),
    })),
    restarts: words(change.restarts),
    drift: change.drift.map(one => ({...one, object: sanitiseLine(one.object), fields: words(one.fields)})),
  };
};

const componentNamed = ({catalogue}: CompareWorld, name: string): Component => {
  const component = catalogue.components.get(name);
  if (component === undefined) {
    throw new Error(`the plan names ${name}, which the catalogue does not have`);
  }
  return component;
};

const compareComponent = async (
  world: CompareWorld,
  held: Held,
  component: Component,
): Promise<ComparedComponent> => {
  const toMake = await missingSecrets(held.reader, component);
  const compared = await compareDelivered(world, held, component, toMake);
  const {change} = compared;
  return toMake.length === 0 || change.action === 'create'
    ? compared
    : {
        ...compared,
        change: {
          ...change,
          action: 'change',
          reasons: [...change.reasons, ...toMake.map(name => `the Secret ${name} is made`)],
        },
      };
};

/** A Secret that is made on the way; OVN's Services, which its own component brings. */
const notThereYet: ReadonlySet<string> = new Set(['GS-CAT-02', 'GS-OVN-01']);

const compareDelivered = async (
  world: CompareWorld,
  held: Held,
  component: Component,
  toMake: readonly string[],
): Promise<ComparedComponent> => {
  try {
    switch (component.delivery.kind) {
      case 'helm':
        return await compareRelease(world, held, component);
      case 'kustomize':
        return await compareKustomize(world, held, component);
      default:
        return component.name === nodeRolesComponent ? await compareNodes(world, held) : unchanged(component);
    }
  } catch (error) {
    // What it is filled from is made on the way: its own Secret, or that of one that is not there yet.
    if (!(error instanceof GenestackError && notThereYet.has(error.code))) {
      throw error;
    }
    const change = {
      ...noChange(component.name),
      action: 'change' as const,
      reasons: toMake.length > 0 ? [] : ['what it is filled from is not there yet'],
    };
    return {change, basis: digestOf(error.message)};
  }
};

const unchanged = ({name}: Component): ComparedComponent => ({change: noChange(name), basis: ''});

const missingSecrets = async (
  reader: Reader,
  {namespace, secrets}: Pick<Component, 'namespace' | 'secrets'>,
): Promise<string[]> => {
  const absent: string[] = [];
  for (const {name, namespace: own} of secrets) {
    const place = own ?? namespace;
    const secret = await reader.live({apiVersion: 'v1', kind: 'Secret', namespace: place, name});
    if (secret === undefined) {
      absent.push(`${place}/${name}`);
    }
  }
  return absent;
};

const compareNodes = async (
  {catalogue, profile}: CompareWorld,
  {reader}: Held,
): Promise<ComparedComponent> => {
  const terms = nodeTerms({catalogue, profile});
  const nodes = await nodesToChange(reader, terms);
  const objects = nodes.map(({name, fields}) => ({
    object: `Node ${name}`,
    action: 'change' as const,
    fields,
  }));
  return {
    change: {
      ...noChange(nodeRolesComponent),
      ...(objects.length > 0 && {action: 'change', reasons: ['labels and annotations of nodes'], objects}),
    },
    basis: digestOf(terms, nodes),
  };
};

/** Paths of the values that are not the same, for a person. */
export const changedKeys = (before: unknown, after: unknown): string[] =>
  differing(before, after).map(pathText);

/** Objects as they are compared, without what only the API says. */
export const declaredOf = (objects: readonly KubernetesObject[], namespace?: string): KubernetesObject[] =>
  objects.map(object => ({
    ...object,
    metadata: {...object.metadata, namespace: object.metadata.namespace ?? namespace},
  })) as KubernetesObject[];

const inPool = async <T>(
  items: readonly T[],
  size: number,
  work: (item: T) => Promise<void>,
): Promise<void> => {
  const left = items.values();
  const worker = async (): Promise<void> => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({length: size}, worker));
};
