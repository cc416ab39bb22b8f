import {ensureServers} from '../rehearsal/servers.js';
import {createHelm, type Helm} from '../tools/helm.js';
import {createKustomize, type Kustomize} from '../tools/kustomize.js';
import {createRedactor, type Redactor} from '../tools/redact.js';
import type {ClusterOptions} from './cluster-session.js';
import {kubeconfigFile} from './paths.js';
import {type Talk, toldOfBuild} from './talk.js';

export interface DeliveryTools {
  readonly helm: Helm;
  readonly kustomize: Kustomize;
  /** Knows every secret value that a run reads, so that none leaves it in what a tool says. */
  readonly redactor: Redactor;
}

/** Helm and Kustomize of the pinned versions, found or built, aimed at a cluster. */
export const deliveryTools = async (cluster: ClusterOptions, talk: Talk): Promise<DeliveryTools> => {
  const found = await ensureServers(process.env, {names: ['helm', 'kustomize'], ...toldOfBuild(talk)});
  const redactor = createRedactor();
  return {
    helm: createHelm({
      file: found.helm,
      kustomizeFile: found.kustomize,
      redactor,
      ...cluster,
      kubeconfig: kubeconfigFile(cluster.kubeconfig),
    }),
    kustomize: createKustomize({file: found.kustomize, redactor}),
    redactor,
  };
};
