import type {Catalogue} from '../catalogue/schema.js';
import {appliedDigest} from '../cluster/apply-set.js';
import type {Client} from '../cluster/client.js';
import {releaseOf} from '../delivery/apply-helm.js';
import type {Plan} from '../plan/plan.js';
import {readRelease} from '../tools/releases.js';

/** The components that are on in the plan and that the cluster has no deployed release or no applied set of. */
export const missingFrom = async (client: Client, plan: Plan, catalogue: Catalogue): Promise<string[]> => {
  const missing: string[] = [];
  for (const {name, enabled} of plan.components) {
    const component = catalogue.components.get(name);
    if (!enabled || !component) {
      continue;
    }
    const {kind} = component.delivery;
    if (kind === 'helm') {
      const release = releaseOf(component);
      const found = await readRelease(client, release.namespace, release.name);
      if (found?.status !== 'deployed') {
        missing.push(name);
      }
    } else if (kind === 'kustomize') {
      const set = {name, namespace: component.namespace ?? 'kube-system'};
      if ((await appliedDigest(client, set)) === undefined) {
        missing.push(name);
      }
    }
  }
  return missing;
};
