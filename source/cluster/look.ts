import type {KubeConfig} from '@kubernetes/client-node';
import {parse} from 'yaml';
import {roleLabels} from '../catalogue/node-roles.js';
import {type NodeRole, nodeRoles} from '../catalogue/schema.js';
import {ApiError} from './api-error.js';
import {type Client, connect} from './client.js';
import {firstContact, refusalOf} from './first-contact.js';
import type {KindRef, KubernetesObject} from './kubernetes-object.js';
import {amount} from './quantity.js';
import {conditionOf} from './readiness/verdict.js';
import {type ClusterRecord, readRecord} from './record.js';
import {sanitiseLine} from './sanitise.js';

/** What a cluster says of itself before anything is installed; nothing is changed by asking. */
export interface ClusterLook {
  /** `v1.37.2`. */
  readonly version: string;
  readonly nodes: readonly NodeLook[];
  readonly storageClasses: readonly string[];
  /** Null where the cluster does not say it. */
  readonly serviceCIDR: string | null;
  /** What Genestack says that it did here. */
  readonly record: ClusterRecord | undefined;
}

export interface NodeLook {
  readonly name: string;
  readonly isReady: boolean;
  readonly isControlPlane: boolean;
  /** By the labels it carries. */
  readonly roles: readonly NodeRole[];
  /** Allocatable cores and GiB of memory; 0 where it does not say. */
  readonly cpu: number;
  readonly memoryGiB: number;
}

/** After the first answer; a client alone would ask again and again. */
const patienceMilliseconds = 20_000;

/**
 * Asks the kubeconfig's current context.
 * @throws GenestackError as `firstContact`, GS-K8S-13 where nodes may not be listed; the signal's reason when aborted.
 */
export const lookAt = async (kubeConfig: KubeConfig, signal: AbortSignal): Promise<ClusterLook> => {
  const client = connect(kubeConfig);
  const stopped = Promise.withResolvers<never>();
  const stop = (): void => stopped.reject(signal.reason as Error);
  try {
    signal.throwIfAborted();
    signal.addEventListener('abort', stop, {once: true});
    return await Promise.race([ask(client, kubeConfig, signal), stopped.promise]);
  } finally {
    signal.removeEventListener('abort', stop);
    await client.close();
  }
};

const ask = async (client: Client, kubeConfig: KubeConfig, signal: AbortSignal): Promise<ClusterLook> => {
  const {version} = await firstContact(client, {kubeConfig});
  const until = AbortSignal.any([signal, AbortSignal.timeout(patienceMilliseconds)]);
  try {
    const nodes = await client.list({apiVersion: 'v1', kind: 'Node'}, {signal: until});
    const [classes, serviceCIDR, record] = await Promise.all([
      listed(client, {apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass'}, until),
      serviceCIDROf(client, until),
      recordOf(client, until),
    ]);
    return {
      version: sanitiseLine(version, 40),
      nodes: nodes.items.map(nodeOf).sort((a, b) => a.name.localeCompare(b.name, 'en', {numeric: true})),
      storageClasses: classes.map(({metadata}) => metadata.name).sort(),
      serviceCIDR,
      record,
    };
  } catch (error) {
    throw error instanceof ApiError ? refusalOf(client.server, error, kubeConfig) : error;
  }
};

/** Undefined too for who may not read it. */
const recordOf = async (client: Client, signal: AbortSignal): Promise<ClusterRecord | undefined> => {
  try {
    return await readRecord(client, signal);
  } catch (error) {
    if (error instanceof ApiError) {
      return undefined;
    }
    throw error;
  }
};

/** What a person without the right to see it does without. */
const listed = async (client: Client, kind: KindRef, signal: AbortSignal): Promise<KubernetesObject[]> => {
  try {
    return (await client.list(kind, {signal})).items;
  } catch (error) {
    if (error instanceof ApiError) {
      return [];
    }
    throw error;
  }
};

/** ServiceCIDR objects say it since Kubernetes 1.33, before that only what kubeadm wrote down. */
const serviceCIDROf = async (client: Client, signal: AbortSignal): Promise<string | null> => {
  const ranges = await listed(client, {apiVersion: 'networking.k8s.io/v1', kind: 'ServiceCIDR'}, signal);
  const range = (ranges.find(({metadata}) => metadata.name === 'kubernetes') ?? ranges[0])?.spec?.cidrs?.[0];
  if (typeof range === 'string') {
    return sanitiseLine(range, 60);
  }
  try {
    const map = await client.read({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      namespace: 'kube-system',
      name: 'kubeadm-config',
    });
    const subnet: unknown = parse(String(map?.data?.ClusterConfiguration ?? ''))?.networking?.serviceSubnet;
    return typeof subnet === 'string' ? sanitiseLine(subnet.split(',')[0] ?? '', 60) : null;
  } catch {
    return null;
  }
};

const nodeOf = ({metadata, status}: KubernetesObject): NodeLook => {
  const labels = metadata.labels ?? {};
  return {
    name: metadata.name,
    isReady: conditionOf(status, 'Ready')?.status === 'True',
    isControlPlane: 'node-role.kubernetes.io/control-plane' in labels,
    roles: nodeRoles.filter(role => labels[roleLabels[role].key] === roleLabels[role].value),
    cpu: Math.floor(amount(status?.allocatable?.cpu)),
    memoryGiB: Math.floor(amount(status?.allocatable?.memory) / 2 ** 30),
  };
};
