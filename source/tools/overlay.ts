import {realpathSync, writeFileSync} from 'node:fs';
import {join, relative} from 'node:path';
import {stringify} from 'yaml';

/** Folders beside a chart: further objects, and patches of what the chart renders. */
export interface Overlay {
  /** Holds a Kustomization. */
  readonly resources?: string;
  /** Holds a Kustomize Component. */
  readonly patches?: string;
}

/**
 * Writes a kustomization into the folder that takes what comes on stdin, adds the overlay's objects and patches all of it.
 * Kustomize wants the way to other folders relative, and links in the folder's own path resolved.
 */
export const writeKustomization = (folder: string, {resources, patches}: Overlay): void => {
  const from = realpathSync(folder);
  const way = (to: string): string => relative(from, realpathSync(to));
  const kustomization = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: ['/dev/stdin', ...(resources === undefined ? [] : [way(resources)])],
    ...(patches !== undefined && {components: [way(patches)]}),
  };
  writeFileSync(join(from, 'kustomization.yaml'), stringify(kustomization), {mode: 0o600, flag: 'wx'});
};

/**
 * Helm's flags that send the manifests through Kustomize: it reads them from the pipe, so that rendered Secrets never reach a disk.
 * Helm 3 sends no hooks through it.
 */
export const postRenderFlags = (kustomize: string, folder: string): string[] => [
  `--post-renderer=${kustomize}`,
  ...['build', '--load-restrictor', 'LoadRestrictionsNone', folder].flatMap(argument => [
    `--post-renderer-args=${argument}`,
  ]),
];
