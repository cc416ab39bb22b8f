import type {KubernetesObject} from '../kubernetes-object.js';

interface EnvVar {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: {readonly fieldRef?: {readonly fieldPath: string}};
}

/**
 * The environment that a kubelet would give a container, as far as the pod alone tells it: values with `$(VAR)` of
 * earlier variables filled (`$$(VAR)` stays), and fields of the pod. Values out of Secrets and ConfigMaps are left out.
 */
export const environmentOf = (
  container: {readonly env?: readonly EnvVar[] | null},
  pod: KubernetesObject,
): ReadonlyMap<string, string> => {
  const environment = new Map<string, string>();
  for (const {name, value, valueFrom} of container.env ?? []) {
    if (valueFrom?.fieldRef) {
      environment.set(name, fieldOf(pod, valueFrom.fieldRef.fieldPath));
    } else if (valueFrom === undefined) {
      environment.set(name, expand(value ?? '', environment));
    }
  }
  return environment;
};

const expand = (value: string, environment: ReadonlyMap<string, string>): string =>
  value.replace(/\$\$|\$\(([^)]+)\)/g, (found, name: string | undefined) =>
    name === undefined ? '$' : (environment.get(name) ?? found),
  );

const fieldOf = (pod: KubernetesObject, path: string): string => {
  const keyed = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path);
  if (keyed) {
    return pod.metadata[keyed[1] as 'labels' | 'annotations']?.[keyed[2] as string] ?? '';
  }
  let value: unknown = pod;
  for (const key of path.split('.')) {
    value = (value as Record<string, unknown> | undefined)?.[key];
  }
  return typeof value === 'string' ? value : '';
};
