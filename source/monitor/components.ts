import type {Component} from '../catalogue/schema.js';
import type {KubernetesObject} from '../cluster/kubernetes-object.js';
import type {ObservedCause, ObservedWorkload} from '../cluster/observation.js';
import {judge, type Verdict} from '../cluster/readiness.js';
import type {MonitoredComponent} from './view.js';

/** A custom resource of a component, with its verdict. */
export interface JudgedResource {
  readonly object: KubernetesObject;
  readonly verdict: Verdict;
}

export const judged = (object: KubernetesObject): JudgedResource => ({object, verdict: judge(object)});

const standing: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

/**
 * A component by what the cluster holds of it; undefined where it holds nothing. Pure.
 * @param resources custom resources of the component.
 */
export const monitoredComponent = (
  {name, row, group, delivery}: Pick<Component, 'name' | 'row' | 'group' | 'delivery'>,
  workloads: readonly ObservedWorkload[],
  resources: readonly JudgedResource[],
): MonitoredComponent | undefined => {
  if (workloads.length === 0 && resources.length === 0) return undefined;
  const unwell = workloads.filter(({state, kind}) => state !== 'ready' && kind !== 'CronJob');
  const open = resources.filter(({verdict}) => verdict.state !== 'ready');
  const hasFailed =
    unwell.some(({state, cause}) => state === 'failed' || (cause !== undefined && isOwn(cause))) ||
    open.some(({verdict}) => verdict.state === 'failed' || verdict.code !== undefined);
  const counted = workloads.filter(({kind}) => standing.has(kind));
  const [ready, desired] =
    counted.length > 0
      ? [sum(counted, 'ready'), sum(counted, 'desired')]
      : [
          workloads.length + resources.length - unwell.length - open.length,
          workloads.length + resources.length,
        ];
  const [first] = unwell.toSorted((a, b) => Number(b.state === 'failed') - Number(a.state === 'failed'));
  const resource = open[0] ?? resources.find(({verdict}) => verdict.reason !== '');
  return {
    name,
    row,
    group,
    isDelivered: delivery.kind !== 'checked',
    state: hasFailed ? 'failed' : unwell.length + open.length > 0 ? 'rolling-out' : 'ready',
    ready,
    desired,
    reason:
      first?.reason ??
      (resource === undefined
        ? ''
        : `${resource.object.kind} ${resource.object.metadata.name}: ${resource.verdict.reason}`),
  };
};

/** It needs somebody's doing, and not elsewhere. */
const isOwn = ({passes, waitsFor}: ObservedCause): boolean => !passes && waitsFor.length === 0;

const sum = (workloads: readonly ObservedWorkload[], key: 'ready' | 'desired'): number =>
  workloads.reduce((total, workload) => total + workload[key], 0);
