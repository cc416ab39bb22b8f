import type {Catalogue, Component} from '../catalogue/schema.js';
import {readApplySet} from '../cluster/apply-set.js';
import type {Client} from '../cluster/client.js';
import type {KubernetesObject} from '../cluster/kubernetes-object.js';
import {noChange} from '../plan/changes.js';
import type {DataKind} from '../plan/data-kinds.js';
import type {Plan} from '../plan/plan.js';
import {applySetOf} from './apply-set-of.js';
import type {ComparedComponent} from './compare.js';
import {type Reader, readOnce} from './read-once.js';
import {isStamped} from './release-lock.js';
import {releaseOf} from './release-name.js';
import {goingOf, type Removal} from './what-goes.js';

/** Components that a cluster holds of us and that the plan does not have on. */
export const heldRemovals = async (
  catalogue: Catalogue,
  held: {readonly reader: Reader; readonly releases: {has(release: string): boolean}},
  enabled: readonly string[],
): Promise<ComparedComponent[]> => {
  const off = [...catalogue.components.values()].filter(({name}) => !enabled.includes(name));
  const found: ComparedComponent[] = [];
  for (const component of off) {
    const isHeld =
      component.delivery.kind === 'helm'
        ? held.releases.has(`${releaseOf(component).namespace}/${releaseOf(component).name}`)
        : component.delivery.kind === 'kustomize' &&
          (await readApplySet({read: held.reader.live}, applySetOf(component))) !== undefined;
    if (isHeld) {
      const reasons = ['it is on the cluster and off in the profile'];
      found.push({change: {...noChange(component.name), action: 'remove', reasons}, basis: 'held'});
    }
  }
  return found;
};

/** Components of which the cluster holds a release or an ApplySet. */
export interface HeldComponents {
  readonly all: ReadonlySet<string>;
  /** Those of a release that no run of ours ever made: a person's. */
  readonly others: ReadonlySet<string>;
}

export const heldComponents = async (client: Client, catalogue: Catalogue): Promise<HeldComponents> => {
  const reader = readOnce(client);
  const {items} = await client.list(
    {apiVersion: 'v1', kind: 'Secret'},
    {labelSelector: 'owner=helm', isMetadataOnly: true},
  );
  const keyOf = ({metadata}: KubernetesObject): string => `${metadata.namespace}/${metadata.labels?.name}`;
  const releases = new Set(items.map(keyOf));
  const ours = new Set(items.filter(({metadata}) => isStamped(metadata.labels ?? {})).map(keyOf));
  const held = await heldRemovals(catalogue, {reader, releases}, []);
  const all = new Set(held.map(({change}) => change.component));
  const isOthers = (component: Component): boolean => {
    const {namespace, name} = releaseOf(component);
    return component.delivery.kind === 'helm' && !ours.has(`${namespace}/${name}`);
  };
  const others = [...all].filter(name => isOthers(catalogue.components.get(name) as Component));
  return {all, others: new Set(others)};
};

/** What a plan takes of what the cluster holds now: one that was cut off goes on from what it left. */
export const removalNow = async (
  client: Client,
  catalogue: Catalogue,
  {components}: Pick<Plan, 'components'>,
  purge: ReadonlySet<DataKind> = new Set(),
): Promise<Removal> => {
  const {all} = await heldComponents(client, catalogue);
  return {
    ...goingOf(
      components.map(({name}) => name),
      all,
    ),
    purge,
  };
};
