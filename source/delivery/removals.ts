import type {Catalogue} from '../catalogue/schema.js';
import {readApplySet} from '../cluster/apply-set.js';
import type {Client} from '../cluster/client.js';
import {noChange} from '../plan/changes.js';
import {applySetOf, type ComparedComponent} from './compare.js';
import {type Reader, readOnce} from './read-once.js';
import {releaseOf} from './release-name.js';

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

/** Names of the components that the cluster holds a release or an ApplySet of. */
export const heldComponents = async (client: Client, catalogue: Catalogue): Promise<ReadonlySet<string>> => {
  const reader = readOnce(client);
  const {items} = await client.list(
    {apiVersion: 'v1', kind: 'Secret'},
    {labelSelector: 'owner=helm', isMetadataOnly: true},
  );
  const releases = new Set(items.map(({metadata}) => `${metadata.namespace}/${metadata.labels?.name}`));
  const names = await heldRemovals(catalogue, {reader, releases}, []);
  return new Set(names.map(({change}) => change.component));
};
