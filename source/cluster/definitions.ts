import {setTimeout as sleep} from 'node:timers/promises';
import {exitCodes, GenestackError} from '../errors.js';
import type {Client} from './client.js';
import {fieldManager} from './field-manager.js';
import type {KubernetesObject} from './kubernetes-object.js';
import {judge} from './readiness.js';
import {orRefusal} from './refusal.js';

/**
 * Whether a CRD that is there is another's: nobody applied it as Genestack. Its schema may be stricter than ours and what is of its
 * kind was made by it, so that it stays as it is.
 */
export const isForeign = ({metadata: {managedFields = []}}: KubernetesObject): boolean =>
  !managedFields.some(({manager, operation}) => manager === fieldManager && operation === 'Apply');

/**
 * Applies CRDs server-side and waits until each is established; those of others are left as they are. They are never deleted: what
 * is of their kind would go with them.
 * @param onForeign is told of each that is left, with a clause that says whose it is.
 * @throws {GenestackError} GS-K8S-20 when the API refuses one for good, 21 when one cannot be established.
 */
export const applyDefinitions = async (
  client: Client,
  definitions: readonly KubernetesObject[],
  signal?: AbortSignal,
  onForeign: (text: string) => void = () => {},
): Promise<void> => {
  for (const definition of definitions) {
    const {apiVersion, kind, metadata} = definition;
    const found = await orRefusal(definition, () => client.read({apiVersion, kind, name: metadata.name}));
    if (found !== undefined && isForeign(found)) onForeign(whose(found));
    else await orRefusal(definition, () => client.apply(definition, {fieldManager, force: true}));
    signal?.throwIfAborted();
  }
  for (const definition of definitions) await untilEstablished(client, definition, signal);
};

const whose = ({metadata, spec}: KubernetesObject): string => {
  const others = (metadata.managedFields ?? [])
    .filter(({subresource}) => subresource === undefined)
    .map(({manager}) => manager ?? 'nobody');
  const versions = (spec.versions as {name: string; served: boolean}[]).filter(({served}) => served);
  return `the CRD ${metadata.name} is there already, of ${[...new Set(others)].join(', ') || 'somebody else'}, and left as it is (${versions.map(({name}) => name).join(', ')})`;
};

/** Milliseconds: it takes a moment, and where it does not somebody has to look. */
const [firstLook, laterLook] = [100, 2000];
const firstLooks = 20;

const untilEstablished = async (
  client: Client,
  definition: KubernetesObject,
  signal: AbortSignal | undefined,
): Promise<void> => {
  const {apiVersion, kind, metadata} = definition;
  for (let look = 0; ; look++) {
    const found = await orRefusal(definition, () => client.read({apiVersion, kind, name: metadata.name}));
    const verdict = found && judge(found);
    if (verdict?.state === 'ready') return;
    if (verdict?.state === 'failed')
      throw new GenestackError(
        'GS-K8S-21',
        `the CRD ${metadata.name} cannot be established: ${verdict.reason}`,
        'Another CRD has its names: find it with kubectl get crd, and remove it if nothing uses it.',
        exitCodes.failed,
      );
    await sleep(look < firstLooks ? firstLook : laterLook, undefined, signal && {signal});
  }
};
