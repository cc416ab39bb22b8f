import {exitCodes, GenestackError} from '../errors.js';
import type {Client} from './client.js';
import {fieldManager} from './field-manager.js';
import type {KubernetesObject} from './kubernetes-object.js';
import {judge} from './readiness.js';
import {type Patience, pauseOf, waitFor, writeThrough} from './write-through.js';

/**
 * Applies CRDs server-side and waits until each is established. They are never deleted: what is of their kind would go with them.
 * @throws {GenestackError} GS-K8S-20 when the API refuses one for good, 21 when one cannot be established.
 */
export const applyDefinitions = async (
  client: Client,
  definitions: readonly KubernetesObject[],
  patience: Patience,
): Promise<void> => {
  for (const definition of definitions) {
    await writeThrough(definition, () => client.apply(definition, {fieldManager, force: true}), patience);
  }
  for (const definition of definitions) await untilEstablished(client, definition, patience);
};

const untilEstablished = async (
  client: Client,
  definition: KubernetesObject,
  patience: Patience,
): Promise<void> => {
  const {apiVersion, kind, metadata} = definition;
  for (let attempt = 0; ; attempt++) {
    const found = await writeThrough(
      definition,
      () => client.read({apiVersion, kind, name: metadata.name}),
      patience,
    );
    const verdict = found && judge(found);
    if (verdict?.state === 'ready') return;
    if (verdict?.state === 'failed')
      throw new GenestackError(
        'GS-K8S-21',
        `the CRD ${metadata.name} cannot be established: ${verdict.reason}`,
        'Another CRD has its names: find it with kubectl get crd, and remove it if nothing uses it.',
        exitCodes.failed,
      );
    if (attempt === 20) patience.onWait?.(`CRD ${metadata.name} is not established yet`);
    patience.signal?.throwIfAborted();
    await waitFor(patience, attempt < 20 ? 100 : pauseOf(attempt - 20, patience.random ?? Math.random));
  }
};
