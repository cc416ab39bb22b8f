import {type Dependency, dependenciesOf} from '../../cluster/causes/entrypoint.js';
import {type KubernetesObject, nameOf} from '../../cluster/kubernetes-object.js';
import {type Mount, mountsOf} from './mounts.js';
import {carries, isReady, kinds, type World} from './world.js';

/** What a pod still waits for, each as a sentence's half (`Job openstack/keystone-db-sync is not complete`); empty when it may start. */
export const missingOf = (pod: KubernetesObject, world: World): readonly string[] => {
  const missing = [
    ...mountsOf(pod).map(mount => missingMount(mount, pod, world)),
    ...dependenciesOf(pod).map(dependency => missingDependency(dependency, pod, world)),
  ];
  return [...new Set(missing.filter(text => text !== undefined))];
};

const missingMount = ({kind, name, keys}: Mount, pod: KubernetesObject, world: World): string | undefined => {
  const ref = {apiVersion: 'v1', kind, namespace: pod.metadata.namespace, name};
  const object = world.get(ref);
  if (!object) {
    return `${nameOf(ref)} is not there`;
  }
  if (kind === 'PersistentVolumeClaim') {
    return object.status?.phase === 'Bound' ? undefined : `${nameOf(ref)} is not bound`;
  }
  const key = keys.find(wanted => !(wanted in {...object.data, ...object.binaryData}));
  return key === undefined ? undefined : `${nameOf(ref)} has no key ${key}`;
};

const missingDependency = (
  dependency: Dependency,
  pod: KubernetesObject,
  world: World,
): string | undefined => {
  if ('name' in dependency && dependency.name === '') {
    return `a ${dependency.kind} without a name is asked for, which can never be there`;
  }
  switch (dependency.kind) {
    case 'Service':
      return hasEndpoint(dependency, world)
        ? undefined
        : `${nameOf({...kinds.service, ...dependency})} has no ready endpoint`;
    case 'Job':
      return missingJob(dependency, world);
    case 'DaemonSet':
      return missingDaemonSet(dependency, pod, world);
    case 'Container':
      return (pod.status?.containerStatuses ?? []).some(
        (status: {name: string; ready: boolean}) => status.name === dependency.name && status.ready,
      )
        ? undefined
        : `container ${dependency.name} of the pod itself is not ready`;
    case 'Pod':
      return missingPod(dependency, pod, world);
    case 'CustomResource':
      return missingCustomResource(dependency, world);
  }
};

const hasEndpoint = ({namespace, name}: {namespace: string; name: string}, world: World): boolean => {
  for (const slice of world.list(kinds.endpointSlice)) {
    if (
      slice.metadata.namespace === namespace &&
      slice.metadata.labels?.['kubernetes.io/service-name'] === name &&
      ((slice.endpoints ?? []) as {addresses?: string[]; conditions?: {ready?: boolean}}[]).some(
        endpoint => endpoint.conditions?.ready !== false && (endpoint.addresses?.length ?? 0) > 0,
      )
    ) {
      return true;
    }
  }
  return false;
};

const missingJob = (wanted: Dependency & {kind: 'Job'}, world: World): string | undefined => {
  const {namespace, name, labels = {}} = wanted;
  const jobs =
    name === undefined
      ? [...world.list(kinds.job)].filter(job => job.metadata.namespace === namespace && carries(job, labels))
      : [world.get({...kinds.job, namespace, name})].filter(job => job !== undefined);
  const whole = jobs.length > 0 && jobs.every(job => (job.status?.succeeded ?? 0) > 0);
  return whole ? undefined : `Job ${namespace}/${name ?? textOf(labels)} is not complete`;
};

const missingDaemonSet = (
  {namespace, name}: {namespace: string; name: string},
  pod: KubernetesObject,
  world: World,
): string | undefined => {
  const ref = {...kinds.daemonSet, namespace, name};
  const daemonSet = world.get(ref);
  if (!daemonSet) {
    return `${nameOf(ref)} is not there`;
  }
  const labels = daemonSet.spec?.selector?.matchLabels ?? {};
  const beside = podsWith(labels, namespace, world).find(
    other => other.spec?.nodeName === pod.spec?.nodeName,
  );
  // A node on which it runs no pod is no obstacle to the real entrypoint either.
  return beside && !isReady(beside) ? `${nameOf(ref)} is not ready on the same node` : undefined;
};

const missingPod = (
  {namespace, labels, sameNode}: Dependency & {kind: 'Pod'},
  pod: KubernetesObject,
  world: World,
): string | undefined =>
  podsWith(labels, namespace, world).some(
    other => (!sameNode || other.spec?.nodeName === pod.spec?.nodeName) && isReady(other),
  )
    ? undefined
    : `no pod ${namespace}/${textOf(labels)}${sameNode ? ' on the same node' : ''} is ready`;

const missingCustomResource = (
  {apiVersion, resource, namespace, name, fields}: Dependency & {kind: 'CustomResource'},
  world: World,
): string | undefined => {
  const ref = {apiVersion, kind: resource, namespace, name};
  const object = world.get(ref);
  if (!object) {
    return `${nameOf(ref)} is not there`;
  }
  const unmet = fields.find(({key, value}) => valueAt(object, key) !== value);
  return unmet && `${nameOf(ref)} has not ${unmet.key}=${unmet.value}`;
};

const podsWith = (labels: Record<string, string>, namespace: string, world: World): KubernetesObject[] =>
  [...world.list(kinds.pod)].filter(pod => pod.metadata.namespace === namespace && carries(pod, labels));

const valueAt = (object: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], object);

const textOf = (labels: Record<string, string>): string =>
  Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
