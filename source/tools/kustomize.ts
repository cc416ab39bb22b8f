import type {KubernetesObject} from '../cluster/kubernetes-object.js';
import {GenestackError, messageOf} from '../errors.js';
import {parseObjects} from './objects.js';
import {isEmpty, type Overlay, writeKustomization} from './overlay.js';
import {privateFolder} from './private-folder.js';
import {createRedactor, type Redactor} from './redact.js';
import {tool} from './tool.js';
import {versionIn} from './version.js';

export interface Kustomize {
  /** @throws GenestackError GS-KUS-02 with Kustomize's own words. */
  build(folder: string, options?: {readonly signal?: AbortSignal}): Promise<KubernetesObject[]>;
  /** The objects of all its folders with all its patches; throws as `build` does. */
  buildOverlay(overlay: Overlay): Promise<KubernetesObject[]>;
  /** Without a leading `v`. */
  version(): Promise<string>;
}

export interface KustomizeSettings {
  /** Path of the program. */
  readonly file: string;
  readonly redactor?: Redactor;
}

/** Kustomize's own words, without the repeated prefix. */
export const kustomizeWords = (stderr: string): string =>
  stderr
    .split('\n')
    .filter(line => !line.startsWith('# Warning:'))
    .join('\n')
    .replace(/^Error: /, '')
    .trim();

export const createKustomize = ({file, redactor = createRedactor()}: KustomizeSettings): Kustomize => {
  const kustomize = tool({name: 'kustomize', file, code: 'GS-KUS-01', killedCode: 'GS-KUS-06', redactor});
  const built: Kustomize = {
    async buildOverlay(overlay) {
      const [only] = overlay.resources;
      if (isEmpty(overlay)) return [];
      if (only !== undefined && overlay.resources.length + overlay.patches.length === 1)
        return built.build(only);
      const home = privateFolder();
      try {
        writeKustomization(home.path, overlay);
        return await built.build(home.path);
      } finally {
        home.remove();
      }
    },
    async build(folder, options = {}) {
      const {exitCode, stdout, stderr} = await kustomize.run(['build', folder], options);
      if (exitCode !== 0)
        throw new GenestackError(
          'GS-KUS-02',
          `Kustomize could not build ${folder}: ${kustomizeWords(stderr)}`,
          'Correct the overlay; nothing of it was applied.',
        );
      try {
        return parseObjects(stdout);
      } catch (error) {
        throw new GenestackError(
          'GS-KUS-03',
          `What Kustomize made of ${folder} cannot be read: ${redactor.text(messageOf(error))}`,
          'Correct the overlay; nothing of it was applied.',
        );
      }
    },
    version: async () => versionIn(await kustomize.run(['version']), 'Kustomize', 'GS-KUS-04', [5]),
  };
  return built;
};
