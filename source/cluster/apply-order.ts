import type {KubernetesObject} from './kubernetes-object.js';

/** What others refer to comes first; webhooks before the custom resources that they are for. */
const ranks: readonly (readonly string[])[] = [
  ['Namespace'],
  ['CustomResourceDefinition'],
  ['PriorityClass', 'StorageClass', 'ResourceQuota', 'LimitRange'],
  ['ServiceAccount', 'ClusterRole', 'Role'],
  ['ClusterRoleBinding', 'RoleBinding'],
  ['ConfigMap', 'Secret', 'PersistentVolume', 'PersistentVolumeClaim', 'Service'],
];
const workloads = ranks.length;
const webhooks = workloads + 1;
const customResources = workloads + 2;

const rankOf = ({apiVersion, kind}: KubernetesObject): number => {
  const early = ranks.findIndex(kinds => kinds.includes(kind));
  const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
  const isOwn = !group.includes('.') || (group.endsWith('.k8s.io') && !group.startsWith('gateway.'));
  if (early !== -1 && isOwn) return early;
  if (group === 'admissionregistration.k8s.io' || group === 'apiregistration.k8s.io') return webhooks;
  return isOwn ? workloads : customResources;
};

/** The objects in the order in which they can be applied; within a rank as given. */
export const inApplyOrder = (objects: readonly KubernetesObject[]): KubernetesObject[] =>
  objects.toSorted((a, b) => rankOf(a) - rankOf(b));

export const isDefinition = ({apiVersion, kind}: KubernetesObject): boolean =>
  kind === 'CustomResourceDefinition' && apiVersion.startsWith('apiextensions.k8s.io/');
