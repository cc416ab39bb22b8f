import {roleLabels} from '../catalogue/node-roles.js';
import {nodeRoles} from '../catalogue/schema.js';
import type {KubernetesObject} from '../cluster/kubernetes-object.js';
import {conditionOf, conditionsOf} from '../cluster/readiness/verdict.js';
import {sanitiseLine} from '../cluster/sanitise.js';
import type {MonitoredNode, MonitoredPod} from './view.js';

/** Conditions of a node whose being True is the trouble, as a person calls them. */
const pressures: Readonly<Record<string, string>> = {
  DiskPressure: 'disk pressure',
  MemoryPressure: 'memory pressure',
  PIDPressure: 'too many processes',
  NetworkUnavailable: 'network unavailable',
};

/** Pure. @param pods what runs there. */
export const monitoredNode = (
  name: string,
  object: KubernetesObject | undefined,
  pods: readonly MonitoredPod[],
): MonitoredNode => {
  const labels = object?.metadata.labels ?? {};
  const bare = {
    name: sanitiseLine(name, 253),
    roles: nodeRoles.filter(role => labels[roleLabels[role].key] === roleLabels[role].value),
    isReady: object === undefined || conditionOf(object.status, 'Ready')?.status === 'True',
    troubles: object === undefined ? [] : troublesOf(object),
    version: sanitiseLine(String(object?.status?.nodeInfo?.kubeletVersion ?? ''), 40),
  };
  return withPods(bare, pods);
};

/** The same node with what runs there now. */
export const withPods = (
  node: Omit<MonitoredNode, 'pods' | 'notWell'>,
  pods: readonly MonitoredPod[],
): MonitoredNode => ({
  ...node,
  pods,
  notWell: pods.reduce((count, {isWell}) => count + Number(!isWell), 0),
});

const troublesOf = ({spec, status}: KubernetesObject): string[] => {
  const ready = conditionOf(status, 'Ready');
  return [
    ...(ready?.status === 'True' ? [] : [ready?.status === 'Unknown' ? 'not heard of' : 'not ready']),
    ...conditionsOf(status).flatMap(({type, status: is}) =>
      is === 'True' && pressures[type] !== undefined ? [pressures[type]] : [],
    ),
    ...(spec?.unschedulable === true ? ['cordoned'] : []),
  ];
};

/** What a node's conditions are at the moment, to be compared with what they were. */
export const stateOfNode = (object: KubernetesObject): string => troublesOf(object).join(', ');
