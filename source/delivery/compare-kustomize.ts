import type {Component} from '../catalogue/schema.js';
import {isDefinition} from '../cluster/apply-order.js';
import {asMember, readApplySet} from '../cluster/apply-set.js';
import {ApiError} from '../cluster/client.js';
import {isForeign} from '../cluster/definitions.js';
import {type KubernetesObject, refOf} from '../cluster/kubernetes-object.js';
import {noChange, type ObjectChange} from '../plan/changes.js';
import {type Compared, differing, objectName, pathText} from '../plan/diff.js';
import {applySetOf} from './apply-set-of.js';
import {type ComparedComponent, type CompareWorld, declaredOf, type Held} from './compare.js';
import {digestOf} from './digest.js';
import {driftOfObjects, dryApplied} from './drift.js';
import {filledObjects} from './kustomize-objects.js';
import {placeholderContext} from './placeholder-context.js';
import type {Reader} from './read-once.js';
import {unchangeableBecause} from './refusals.js';

/** What Kustomize makes of a component beside what was applied last and what is there. */
export const compareKustomize = async (
  world: CompareWorld,
  {reader}: Held,
  component: Component,
): Promise<ComparedComponent> => {
  const {client} = world;
  const set = applySetOf(component);
  const known = await readApplySet({read: reader.live}, set);
  if (known === undefined) {
    return {change: {...noChange(component.name), action: 'create'}, basis: 'absent'};
  }
  const context = await placeholderContext({...world, client: reader}, component);
  const raw = await filledObjects(world.kustomize, component, context);
  const digest = digestOf(raw);
  const applied = known.digest;
  const objects = await withoutForeign(
    reader,
    declaredOf(raw).map(object => asMember(object, set)),
  );
  if (applied === digest) {
    const drift = await driftOfObjects(client, reader, objects);
    return {
      change: {...noChange(component.name), ...(drift.length > 0 && {action: 'drifted', drift})},
      basis: digestOf(applied, digest, drift),
    };
  }
  const changed: ObjectChange[] = [];
  const restarts: string[] = [];
  const refused: string[] = [];
  for (const object of objects) {
    const live = await reader.live(refOf(object));
    const answer = live && (await dryApplied(client, object));
    const after = answer instanceof ApiError ? undefined : answer;
    const paths =
      live === undefined || after === undefined ? [] : differing(withoutState(live), withoutState(after));
    const name = objectName(object as unknown as Compared);
    const reason = answer instanceof ApiError ? unchangeableBecause(object, answer) : undefined;
    if (reason !== undefined) {
      refused.push(reason);
    }
    if (live === undefined) {
      changed.push({object: name, action: 'create', fields: []});
    } else if (paths.length > 0) {
      changed.push({object: name, action: 'change', fields: paths.map(pathText)});
    }
    if (paths.some(([first, second]) => first === 'spec' && second === 'template')) {
      restarts.push(name);
    }
  }
  return {
    change: {
      ...noChange(component.name),
      action: 'change',
      reasons: [applied === undefined ? 'an apply was cut short' : 'what is applied differs'],
      objects: changed,
      restarts,
      refused,
    },
    basis: digestOf(applied, digest),
  };
};

/** CRDs that are another's are not applied, and so not ours to compare. */
const withoutForeign = async (
  reader: Reader,
  objects: readonly KubernetesObject[],
): Promise<readonly KubernetesObject[]> => {
  const live = await Promise.all(
    objects.map(object => (isDefinition(object) ? reader.live(refOf(object)) : undefined)),
  );
  return objects.filter((_, index) => {
    const found = live[index];
    return found === undefined || !isForeign(found);
  });
};

/** Without what the API itself writes with every change. */
const withoutState = ({status: _status, metadata, ...object}: KubernetesObject): object => ({
  ...object,
  metadata: {labels: metadata.labels, annotations: metadata.annotations},
});
