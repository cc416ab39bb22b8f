import type {Component} from '../catalogue/schema.js';
import {fieldManager} from '../cluster/field-manager.js';
import {makeSecrets} from '../cluster/secrets.js';
import type {StepContext, StepResult} from '../engine/backend.js';
import {checkGivenSecrets, makeStandInSecrets} from './given-secrets.js';
import type {World} from './world.js';

/**
 * Makes the namespaces and the Secrets of a component; what is there is kept.
 * @throws what `makeSecrets` and `checkGivenSecrets` throw.
 */
export const prepare = async (
  world: World,
  component: Component,
  context: Pick<StepContext, 'note'>,
): Promise<StepResult> => {
  const namespaces = new Set(
    [component.namespace, ...component.secrets.map(secret => secret.namespace)].filter(
      name => name !== undefined,
    ),
  );
  let result: StepResult = 'unchanged';
  for (const name of namespaces) {
    if (await ensureNamespace(world, name, labelsOf(world, name))) {
      result = 'changed';
    }
  }
  const made = await makeSecrets(world.client, component.secrets, component.namespace);
  if (world.isRehearsal) {
    for (const name of await makeStandInSecrets(world.client, world.profile, component.name)) {
      context.note(`a stand-in takes the place of the Secret ${name}, which on a real cluster you make`);
      result = 'changed';
    }
  }
  await checkGivenSecrets(world.client, world.profile, component.name);
  return made > 0 ? 'changed' : result;
};

/** Of every component that lives there: one that asks for no labels must not take another's away. */
const labelsOf = ({catalogue}: World, namespace: string): Record<string, string> =>
  Object.assign(
    {},
    ...[...catalogue.components.values()]
      .filter(component => component.namespace === namespace)
      .map(component => component.namespaceLabels ?? {}),
  );

const ensureNamespace = async (
  {client}: World,
  name: string,
  labels: Record<string, string>,
): Promise<boolean> => {
  const found = await client.read({apiVersion: 'v1', kind: 'Namespace', name});
  const isComplete =
    found !== undefined &&
    Object.entries(labels).every(([key, value]) => found.metadata.labels?.[key] === value);
  if (isComplete) {
    return false;
  }
  await client.apply(
    {apiVersion: 'v1', kind: 'Namespace', metadata: {name, labels}},
    {fieldManager, force: true},
  );
  return true;
};
