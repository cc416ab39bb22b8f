import type {Client} from '../cluster/client.js';
import {throughOutage} from '../cluster/through-outage.js';
import {type CompareWorld, compare} from '../delivery/compare.js';
import type {Helm} from '../tools/helm.js';
import type {Delivery} from './deliver.js';

/** The components whose drift is set right; compares only where somebody wants to know, and waits for an API that is away. */
export const agreedDrift = async (
  client: Client,
  {catalogue, profile, plan, agree, correct = false, signal}: Delivery,
  {helm, ...tools}: Pick<CompareWorld, 'kustomize' | 'redactor' | 'charts'> & {readonly helm: Helm},
): Promise<ReadonlySet<string>> => {
  if (agree === undefined && !correct) {
    return new Set();
  }
  const patient: Pick<Helm, 'preview'> = {
    preview: (release, options) => throughOutage(() => helm.preview(release, {...options, signal}), signal),
  };
  const comparison = await compare({client, catalogue, profile, helm: patient, ...tools, signal}, plan);
  agree?.(comparison);
  const drifted = comparison.changes.filter(({action}) => correct && action === 'drifted');
  return new Set(drifted.map(({component}) => component));
};
