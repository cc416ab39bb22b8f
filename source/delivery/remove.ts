import type {Component} from '../catalogue/schema.js';
import {inApplyOrder} from '../cluster/apply-order.js';
import {deleteParent} from '../cluster/apply-set.js';
import {isForeign} from '../cluster/definitions.js';
import {type KubernetesObject, refOf} from '../cluster/kubernetes-object.js';
import {orRefusal} from '../cluster/refusal.js';
import type {StepContext, StepResult} from '../engine/backend.js';
import {nodeRolesComponent} from '../plan/make-removal.js';
import {clusterLabel} from '../tools/running-helms.js';
import {applySetOf} from './apply-set-of.js';
import {type Belonging, componentLabel, isSystem, readBelongings} from './belongings.js';
import {helmHands} from './helm-hands.js';
import {takeBackLabels} from './node-labels.js';
import {freeRelease, stampRemoval} from './release-lock.js';
import {releaseOf} from './release-name.js';
import {isGoing, isOfGoing, keepersOf} from './what-goes.js';
import {removalOf, type World} from './world.js';

/**
 * Takes a component away: its release or its ApplySet, what Helm leaves behind of it, and of its data the kinds that a person
 * named. Done again, it goes on from what is left.
 */
export const removeComponent = async (
  world: World,
  component: Component,
  context: StepContext,
): Promise<StepResult> => {
  const {client} = world;
  if (component.name === nodeRolesComponent) {
    return (await takeBackLabels(client)) ? 'changed' : 'unchanged';
  }
  await keepData(world, component, context.signal);
  const wasThere = component.delivery.kind === 'helm' && (await uninstall(world, component, context));
  const own = await ownBelongings(world, component, context.signal);
  const going = own.filter(({data}) => data === undefined);
  await deleteAll(world, going, context);
  if (component.delivery.kind === 'kustomize') {
    await deleteParent(client, applySetOf(component));
  }
  const data = await purge(world, component, own, context);
  const left = own.filter(one => one.data !== undefined && !data.includes(one));
  if (left.length > 0) {
    context.note(`${left.length} objects stay: ${left.map(({object}) => labelOf(object)).join(', ')}`);
  }
  return wasThere || going.length > 0 || data.length > 0 ? 'changed' : 'unchanged';
};

const labelOf = ({kind, metadata}: KubernetesObject): string => `${kind} ${metadata.name}`;

/** What is of the component now and of none that stays, whether it goes or is data that stays. */
export const ownBelongings = async (
  world: World,
  {name}: Component,
  signal: AbortSignal,
): Promise<readonly Belonging[]> => {
  const removal = removalOf(world);
  return (await readBelongings(world.client, world.catalogue, signal)).filter(
    one => one.components.includes(name) && isOfGoing(removal, one),
  );
};

/**
 * Claims outlive their StatefulSet and do not name it. Data that stays is taken from an owner with which it would go: RabbitMQ's
 * operator makes its object the owner of claims and credentials.
 */
const keepData = async (world: World, component: Component, signal: AbortSignal): Promise<void> => {
  const own = await ownBelongings(world, component, signal);
  const staying = own.filter(one => !isGoing(removalOf(world), one));
  const ids = new Set(staying.map(({object}) => object.metadata.uid));
  for (const one of own) {
    const {labels, ownerReferences = []} = one.object.metadata;
    const isNamed = one.data !== 'claims' || labels?.[componentLabel] !== undefined;
    const owners = ownerReferences.filter(({uid}) => ids.has(uid));
    const isFreed = staying.includes(one) && owners.length < ownerReferences.length;
    if (isFreed || !isNamed) {
      await world.client.patch(refOf(one.object), {
        metadata: {
          ...(!isNamed && {labels: {[componentLabel]: component.name}}),
          ...(isFreed && {ownerReferences: owners}),
        },
      });
    }
  }
};

/** Hooks included; false where there was no release. */
const uninstall = async (world: World, component: Component, context: StepContext): Promise<boolean> => {
  const {name, namespace} = releaseOf(component);
  const release = await freeRelease(world, {namespace, name}, context);
  if (release === undefined) {
    return false;
  }
  await stampRemoval(world, release);
  const spawn = {component: component.name, namespace, release: name, revision: release.revision};
  const description = `${clusterLabel}=${world.cluster}`;
  await world.helm.uninstall({name, namespace, description}, helmHands(world, spawn, context));
  return true;
};

/** What was delivered last goes first; what others own goes with its owner. */
const deleteAll = async (
  {client}: World,
  belongings: readonly Belonging[],
  {signal}: StepContext,
): Promise<void> => {
  const objects = belongings
    .map(({object}) => object)
    .filter(({metadata}) => (metadata.ownerReferences ?? []).length === 0);
  for (const object of inApplyOrder(objects).reverse()) {
    signal.throwIfAborted();
    await orRefusal(object, () => client.delete(refOf(object)));
  }
};

/** Deletes the data that was named; definitions that others made or use and namespaces that others live in stay. */
const purge = async (
  world: World,
  component: Component,
  own: readonly Belonging[],
  context: StepContext,
): Promise<readonly Belonging[]> => {
  const named = removalOf(world).purge;
  const data = own.filter(one => one.data !== undefined && one.data !== 'namespaces' && named.has(one.data));
  const free: Belonging[] = [];
  for (const one of data) {
    if (one.data !== 'definitions' || !(await isOthers(world, one.object))) {
      free.push(one);
    }
  }
  await deleteAll(world, free, context);
  if (named.has('namespaces') && component.namespace !== undefined && !isSystem(component.namespace)) {
    await deleteEmptyNamespace(world, component.namespace, context);
  }
  return free;
};

/** Whether there is a custom resource of it, or neither we nor a chart of ours brought it. */
const isOthers = async ({client}: World, definition: KubernetesObject): Promise<boolean> => {
  const whole = await client.read(refOf(definition));
  const versions = (whole?.spec?.versions ?? []) as {name: string; served: boolean}[];
  const served = versions.find(version => version.served);
  if (whole === undefined || served === undefined) {
    return false;
  }
  if (isForeign(whole) && whole.metadata.annotations?.['meta.helm.sh/release-name'] === undefined) {
    return true;
  }
  const kind = {apiVersion: `${whole.spec.group}/${served.name}`, kind: whole.spec.names.kind as string};
  return (await client.knows(kind)) && (await client.list(kind, {isMetadataOnly: true})).items.length > 0;
};

/** Where the last component of a namespace is gone, and nothing is in it that stays. */
const deleteEmptyNamespace = async (
  world: World,
  namespace: string,
  {note, signal}: StepContext,
): Promise<void> => {
  const {client, catalogue} = world;
  const ref = {apiVersion: 'v1', kind: 'Namespace', name: namespace};
  const releases = await client.list(
    {apiVersion: 'v1', kind: 'Secret'},
    {namespace, labelSelector: 'owner=helm', isMetadataOnly: true},
  );
  const sets = await client.list(
    {apiVersion: 'v1', kind: 'ConfigMap'},
    {namespace, labelSelector: 'applyset.kubernetes.io/id', isMetadataOnly: true},
  );
  const isOurs = [...catalogue.components.values()].some(component => component.namespace === namespace);
  if (isOurs && releases.items.length === 0 && sets.items.length === 0) {
    const keepers = keepersOf(namespace, await readBelongings(client, catalogue, signal), removalOf(world));
    if (keepers.length > 0) {
      note(
        `namespace ${namespace} stays, because what stays is in it: ${keepers.map(({object}) => labelOf(object)).join(', ')}`,
      );
      return;
    }
    const object = {apiVersion: 'v1', kind: 'Namespace', metadata: {name: namespace}};
    await orRefusal(object, () => client.delete(ref));
  }
};
