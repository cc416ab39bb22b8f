import {inTheWay, ovnAnnotation} from '../catalogue/node-roles.js';
import type {NodeRole} from '../catalogue/schema.js';
import type {Client} from '../cluster/client.js';
import {fieldManager} from '../cluster/field-manager.js';
import type {KubernetesObject} from '../cluster/kubernetes-object.js';
import type {StepResult} from '../engine/backend.js';
import {GenestackError} from '../errors.js';
import {namedNodes} from '../profile/node-names.js';
import type {Profile} from '../profile/schema.js';
import {givenBefore, rolesOf} from './roles-of-nodes.js';

/** What of a profile says how nodes are. */
export interface NodeTerms extends Pick<Profile, 'nodes' | 'network' | 'availabilityZone'> {
  /** `physical network:bridge`, with commas. */
  readonly mappings: string;
}

/** What was taken from a node, so that a teardown gives it back: `taint`, `label`. */
const takenAnnotation = 'genestack.io/taken';

/**
 * Gives nodes the labels and OVN annotations of their roles, by server-side apply: what was given a node before and is not its role
 * any more goes, what somebody else put there stays. From nodes of the control plane goes what keeps OpenStack's own, and MetalLB,
 * from running there.
 * @param note is told what somebody else had put there and was taken away.
 * @throws GenestackError GS-NODE-01 where the cluster has no node of that name.
 */
export const labelNodes = async (
  client: Client,
  terms: NodeTerms,
  note: (text: string) => void = () => {},
): Promise<StepResult> => {
  const {items} = await client.list({apiVersion: 'v1', kind: 'Node'});
  const absent = (namedNodes(terms.nodes) ?? []).filter(
    ({name}) => !items.some(({metadata}) => metadata.name === name),
  );
  if (absent.length > 0) {
    throw new GenestackError(
      'GS-NODE-01',
      `The profile gives roles to ${absent.map(({name}) => name).join(', ')}, and the cluster has no such node.`,
      'Take the names that kubectl get nodes prints, or join the nodes to the cluster.',
    );
  }
  let result: StepResult = 'unchanged';
  for (const {node, roles, labels} of rolesOf(items, terms.nodes)) {
    const {name} = node.metadata;
    const wanted: Given = {labels, annotations: annotationsOf(roles, terms)};
    if (!isAsWanted(node, 'labels', wanted) || !isAsWanted(node, 'annotations', wanted)) {
      await client.apply(
        {apiVersion: 'v1', kind: 'Node', metadata: {name, ...wanted}},
        {fieldManager, force: true},
      );
      result = 'changed';
    }
    if (roles.includes('control-plane') && (await cleared(client, node, note))) {
      result = 'changed';
    }
  }
  return result;
};

/** Takes from every node what was given it, and gives back what was taken; true where there was something. */
export const takeBackLabels = async (client: Client): Promise<boolean> => {
  const {items} = await client.list({apiVersion: 'v1', kind: 'Node'});
  let isChanged = false;
  for (const node of items) {
    const {name, annotations = {}} = node.metadata;
    if (givenBefore(node, 'labels').length + givenBefore(node, 'annotations').length > 0) {
      await client.apply({apiVersion: 'v1', kind: 'Node', metadata: {name}}, {fieldManager, force: true});
      isChanged = true;
    }
    if (takenAnnotation in annotations) {
      await giveBack(client, name, (annotations[takenAnnotation] ?? '').split(','));
      isChanged = true;
    }
  }
  return isChanged;
};

const giveBack = async (client: Client, name: string, taken: readonly string[]): Promise<void> => {
  const ref = {apiVersion: 'v1', kind: 'Node', name};
  const node = await client.read(ref);
  const taints = (node?.spec?.taints ?? []) as object[];
  await client.patch(ref, {
    metadata: {
      resourceVersion: node?.metadata.resourceVersion,
      annotations: {[takenAnnotation]: null},
      ...(taken.includes('label') && {labels: {[inTheWay.label]: ''}}),
    },
    ...(taken.includes('taint') && {spec: {taints: [...taints, inTheWay.taint]}}),
  });
};

/** The nodes that `labelNodes` would write to, and the fields. */
export const nodesToChange = async (
  client: Pick<Client, 'list'>,
  terms: NodeTerms,
): Promise<readonly {readonly name: string; readonly fields: string[]}[]> => {
  const {items} = await client.list({apiVersion: 'v1', kind: 'Node'});
  return rolesOf(items, terms.nodes).flatMap(({node, roles, labels: given}) => {
    const {name, labels = {}} = node.metadata;
    const wanted: Given = {labels: given, annotations: annotationsOf(roles, terms)};
    const fields: string[] = (['labels', 'annotations'] as const)
      .filter(field => !isAsWanted(node, field, wanted))
      .map(field => `metadata.${field}`);
    const taints = (node.spec?.taints ?? []) as {key: string; effect: string}[];
    if (roles.includes('control-plane')) {
      const {label, taint} = inTheWay;
      fields.push(
        ...(taints.some(({key, effect}) => key === taint.key && effect === taint.effect)
          ? ['spec.taints']
          : []),
      );
      fields.push(...(label in labels ? [`metadata.labels.${label}`] : []));
    }
    return fields.length === 0 ? [] : [{name, fields}];
  });
};

type Given = Readonly<Record<'labels' | 'annotations', Readonly<Record<string, string>>>>;

/** As Genestack's own scripts annotate them, so that tools which read these find them; computes route as well. */
const annotationsOf = (
  roles: readonly NodeRole[],
  {network: {provider}, availabilityZone, mappings}: NodeTerms,
): Given['annotations'] =>
  roles.includes('network') || roles.includes('compute')
    ? {
        [ovnAnnotation('int_bridge')]: 'br-int',
        [ovnAnnotation('bridges')]: provider.bridge,
        [ovnAnnotation('ports')]: `${provider.bridge}:${provider.interface}`,
        [ovnAnnotation('mappings')]: mappings,
        [ovnAnnotation('availability_zones')]: availabilityZone,
        ...(roles.includes('network') && {[ovnAnnotation('gateway')]: 'enabled'}),
      }
    : {};

/** Takes away what is in the way of OpenStack's control plane; true where there was something. */
const cleared = async (
  client: Client,
  node: KubernetesObject,
  note: (text: string) => void,
): Promise<boolean> => {
  const {name, labels = {}, resourceVersion} = node.metadata;
  const {label, taint} = inTheWay;
  const taints = (node.spec?.taints ?? []) as {key: string; effect: string}[];
  const left = taints.filter(({key, effect}) => key !== taint.key || effect !== taint.effect);
  const hasTaint = left.length < taints.length;
  if (!hasTaint && !(label in labels)) {
    return false;
  }
  const before = node.metadata.annotations?.[takenAnnotation]?.split(',') ?? [];
  const now = [...(hasTaint ? ['taint'] : []), ...(label in labels ? ['label'] : [])];
  const taken = [...new Set([...before, ...now])];
  // With the version that was read, so that a taint which comes meanwhile is not lost; after an apply there is a newer one.
  const ref = {apiVersion: 'v1', kind: 'Node', name};
  const version = (await client.read(ref))?.metadata.resourceVersion ?? resourceVersion;
  await client.patch(ref, {
    metadata: {
      resourceVersion: version,
      annotations: {[takenAnnotation]: taken.join(',')},
      ...(label in labels && {labels: {[label]: null}}),
    },
    ...(hasTaint && {spec: {taints: left}}),
  });
  note(
    `took ${[...(hasTaint ? [`the taint ${taint.key}:${taint.effect}`] : []), ...(label in labels ? [`the label ${label}`] : [])].join(' and ')} from ${name}: OpenStack's control plane runs there`,
  );
  return true;
};

const isAsWanted = (node: KubernetesObject, field: keyof Given, wanted: Given): boolean => {
  const ours = givenBefore(node, field);
  return (
    ours.every(key => key in wanted[field]) &&
    Object.entries(wanted[field]).every(
      ([key, value]) => ours.includes(key) && node.metadata[field]?.[key] === value,
    )
  );
};
