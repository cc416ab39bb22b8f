import path from 'node:path';
import type {ClusterSession} from './cluster-session.js';
import type {Beginning} from './listener.js';

/** A screen elsewhere has neither our folder nor our environment. */
export const accessOf = ({
  options: {kubeconfig},
  context,
}: ClusterSession): NonNullable<Beginning['access']> => ({
  kubeconfig: kubeconfig === undefined ? absoluteList(process.env.KUBECONFIG) : path.resolve(kubeconfig),
  context,
});

const absoluteList = (paths: string | undefined): string | null =>
  paths
    ? paths
        .split(path.delimiter)
        .map(one => (one === '' ? '' : path.resolve(one)))
        .join(path.delimiter)
    : null;
