import type {KubernetesObject} from '../../source/cluster/kubernetes-object.js';

/** An object with only what a test is about. */
export const make = (
  apiVersion: string,
  kind: string,
  rest: {
    name?: string;
    namespace?: string;
    generation?: number;
    metadata?: Partial<KubernetesObject['metadata']>;
    [key: string]: unknown;
  } = {},
): KubernetesObject => {
  const {name = 'x', namespace, generation = 1, metadata, ...body} = rest;
  return {
    apiVersion,
    kind,
    metadata: {name, ...(namespace !== undefined && {namespace}), generation, ...metadata},
    ...body,
  };
};

export const condition = (type: string, status: string, rest: object = {}): object => ({
  type,
  status,
  ...rest,
});
