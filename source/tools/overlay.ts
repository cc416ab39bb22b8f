import {realpathSync, writeFileSync} from 'node:fs';
import {join, relative} from 'node:path';
import {stringify} from 'yaml';

/** Folders beside a chart: further objects, and patches of what the chart renders; the later over the earlier. */
export interface Overlay {
  /** Each holds a Kustomization. */
  readonly resources: readonly string[];
  /** Each holds a Kustomize Component. */
  readonly patches: readonly string[];
}

export const isEmpty = ({resources, patches}: Overlay): boolean => resources.length + patches.length === 0;

/** Where what a chart renders comes from. */
export const fromPipe = '/dev/stdin';

/**
 * Writes a kustomization into the folder that takes the sources, adds the overlay's objects and patches all of it.
 * Kustomize wants the way to other folders relative, and links in the folder's own path resolved.
 */
export const writeKustomization = (
  folder: string,
  {resources, patches}: Overlay,
  sources: readonly string[] = [],
): void => {
  const from = realpathSync(folder);
  const way = (to: string): string => relative(from, realpathSync(to));
  const kustomization = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: [...sources, ...resources.map(way)],
    components: patches.map(way),
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
