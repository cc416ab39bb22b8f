import type {Component} from '../catalogue/schema.js';
import {fieldManager} from '../cluster/field-manager.js';
import {makeSecrets} from '../cluster/secrets.js';
import type {StepResult} from '../engine/backend.js';
import type {World} from './world.js';

/** Makes the namespaces and the Secrets of a component; what is there is kept. */
export const prepare = async (world: World, component: Component): Promise<StepResult> => {
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
