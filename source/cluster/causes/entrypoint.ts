import type {KubernetesObject} from '../kubernetes-object.js';
import {environmentOf} from './environment.js';

/** One thing that a pod's kubernetes-entrypoint waits for. */
export type Dependency =
  | {readonly kind: 'Service'; readonly namespace: string; readonly name: string}
  | {
      readonly kind: 'Job';
      readonly namespace: string;
      readonly name?: string;
      readonly labels?: Record<string, string>;
    }
  | {readonly kind: 'DaemonSet'; readonly namespace: string; readonly name: string}
  | {readonly kind: 'Container'; readonly name: string}
  | {
      readonly kind: 'Pod';
      readonly namespace: string;
      readonly labels: Record<string, string>;
      readonly sameNode: boolean;
    }
  | {
      readonly kind: 'CustomResource';
      readonly apiVersion: string;
      readonly resource: string;
      readonly namespace: string;
      readonly name: string;
      readonly fields: readonly {readonly key: string; readonly value: string}[];
    };

/**
 * What the init containers of a pod wait for, by the variables of airshipit's kubernetes-entrypoint, in their order.
 * A name is `name` or `namespace:name`; without a namespace it is NAMESPACE's, else the pod's. As there, a malformed
 * entry is skipped while an empty name is kept (it can never be found), DEPENDENCY_JOBS_JSON beats DEPENDENCY_JOBS,
 * and sockets and configuration files are of the node and not judged.
 */
export const dependenciesOf = (pod: KubernetesObject): readonly Dependency[] =>
  ((pod.spec?.initContainers ?? []) as Parameters<typeof environmentOf>[0][]).flatMap(container => {
    const environment = environmentOf(container, pod);
    const namespace = environment.get('NAMESPACE') || (pod.metadata.namespace ?? 'default');
    const names = (variable: string) => parseNames(environment.get(variable) ?? '', namespace);
    const json = (variable: string) => parseJson(environment.get(variable) ?? '');
    const jobs = json('DEPENDENCY_JOBS_JSON');

    return [
      ...names('DEPENDENCY_SERVICE').map(name => ({kind: 'Service', ...name}) as const),
      ...(environment.get('DEPENDENCY_JOBS_JSON')
        ? jobs.flatMap(job => parseJob(job, namespace))
        : names('DEPENDENCY_JOBS').map(name => ({kind: 'Job', ...name}) as const)),
      ...names('DEPENDENCY_DAEMONSET').map(name => ({kind: 'DaemonSet', ...name}) as const),
      ...names('DEPENDENCY_CONTAINER').map(({name}) => ({kind: 'Container', name}) as const),
      ...json('DEPENDENCY_POD_JSON').map(entry => ({
        kind: 'Pod' as const,
        namespace: text(entry.namespace) || namespace,
        labels: (entry.labels ?? {}) as Record<string, string>,
        sameNode: entry.requireSameNode === true,
      })),
      ...json('DEPENDENCY_CUSTOM_RESOURCE').map(entry => ({
        kind: 'CustomResource' as const,
        apiVersion: text(entry.apiVersion),
        resource: text(entry.kind),
        namespace: text(entry.namespace) || namespace,
        name: text(entry.name),
        fields: (entry.fields ?? []) as {key: string; value: string}[],
      })),
    ];
  });

const parseNames = (list: string, namespace: string): {namespace: string; name: string}[] =>
  list === ''
    ? []
    : list.split(',').flatMap(entry => {
        const parts = entry.trim().split(':');
        if (parts.length === 1) {
          return [{namespace, name: parts[0] as string}];
        }
        return parts.length === 2 && parts[0] !== ''
          ? [{namespace: parts[0] as string, name: parts[1] as string}]
          : [];
      });

const parseJob = (entry: Record<string, unknown>, base: string): Dependency[] => {
  const namespace = text(entry.namespace) || base;
  const name = text(entry.name);
  const labels = entry.labels as Record<string, string> | undefined;
  if (name && labels) {
    return [];
  }
  return [labels ? {kind: 'Job', namespace, labels} : {kind: 'Job', namespace, name}];
};

const parseJson = (value: string): Record<string, unknown>[] => {
  try {
    const list: unknown = value === '' ? [] : JSON.parse(value);
    return Array.isArray(list)
      ? list.filter(entry => typeof entry === 'object' && entry !== null && !Array.isArray(entry))
      : [];
  } catch {
    return [];
  }
};

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
