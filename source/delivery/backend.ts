import {setTimeout as sleep} from 'node:timers/promises';
import type {Component} from '../catalogue/schema.js';
import {endingWith} from '../cluster/ending-client.js';
import type {Backend, StepContext, StepResult} from '../engine/backend.js';
import {GenestackError} from '../errors.js';
import {nodeRolesComponent} from '../plan/make-removal.js';
import {parseStepId} from '../plan/plan.js';
import {select} from '../plan/selection.js';
import {derived} from '../profile/derived.js';
import {existingClasses} from '../profile/derived-storage.js';
import {untilAccepted} from './accepts.js';
import {applyHelm} from './apply-helm.js';
import {applyKustomize} from './apply-kustomize.js';
import type {CheckWorld} from './check.js';
import {checks} from './checks.js';
import {clearPods} from './clear-pods.js';
import {deliveredRefs} from './delivered.js';
import {untilGone} from './gone.js';
import {labelNodes, type NodeTerms} from './node-labels.js';
import {prepare} from './prepare.js';
import {refsOfGroup, untilReady} from './ready.js';
import {removeComponent} from './remove.js';
import {componentOf, type World} from './world.js';

/** Carries out the steps of a plan in a cluster, by Helm, Kustomize and the API; whatever a step asks of the API ends with it. */
export const clusterBackend = (given: World): Backend => ({
  async run(step, context) {
    const world = {...given, client: endingWith(given.client, context.signal)};
    const {component: name, action, group} = parseStepId(step.id);
    const component = componentOf(world, name);
    const stopListening = world.activity.listen(name, context.moved);
    try {
      switch (action) {
        case 'prepare':
          return await prepare(world, component, context);
        case 'apply':
          return component.delivery.kind === 'helm'
            ? await applyHelm(world, name, context)
            : await applyKustomize(world, name, context);
        case 'accepts':
          await untilAccepted(world, name, context);
          return 'unchanged';
        case 'remove':
          return await removeComponent(world, component, context);
        case 'gone':
          await untilGone(world, component, context);
          return 'unchanged';
        case 'ready':
          return component.delivery.kind === 'checked'
            ? await untilMet(world, component, context)
            : await untilDelivered(world, component, group, context);
      }
    } finally {
      stopListening();
    }
  },
});

const untilDelivered = async (
  world: World,
  component: Component,
  group: string | undefined,
  context: StepContext,
): Promise<StepResult> => {
  const refs = refsOfGroup(component, group, [
    ...(await deliveredRefs(world, component)),
    ...component.ready,
  ]);
  await untilReady(world, component.name, refs, context);
  return clearPods(world, refs);
};

const askAgainMilliseconds = 1000;

const untilMet = async (world: World, component: Component, context: StepContext): Promise<StepResult> => {
  const check = component.delivery.kind === 'checked' ? checks[component.delivery.check] : undefined;
  if (!check) {
    throw new GenestackError(
      'GS-CHK-01',
      `The catalogue asks for a check of ${component.name} that this program does not have.`,
      'Take a release of the program that fits the catalogue.',
    );
  }
  const asked = checkWorld(world);
  const result =
    component.name === nodeRolesComponent
      ? await labelNodes(world.client, nodeTerms(world), context.note)
      : 'unchanged';
  for (;;) {
    const verdict = await check(asked);
    if (verdict.state === 'met') {
      for (const note of verdict.notes) {
        context.note(note);
      }
      context.report({ready: 1, desired: 1, waitsFor: ''});
      return result;
    }
    if (verdict.state === 'unmet') {
      throw new GenestackError('GS-CHK-02', `${verdict.text}.`, verdict.remedy);
    }
    context.report({ready: 0, desired: 1, waitsFor: verdict.text});
    await sleep(askAgainMilliseconds, undefined, {signal: context.signal});
  }
};

/** What the profile says of nodes. */
export const nodeTerms = ({profile, catalogue}: Pick<World, 'profile' | 'catalogue'>): NodeTerms => {
  const selection = select(catalogue, profile);
  const {ovn} = derived(profile, name => selection.get(name)?.enabled ?? false);
  return {...profile, mappings: ovn.mappings};
};

const checkWorld = (world: World): CheckWorld => ({
  request: (method, path) => world.client.request(method, path),
  read: ref => world.client.read(ref),
  list: (kind, options) => world.client.list(kind, options),
  helmVersion: () => world.helm.version(),
  kustomizeVersion: () => world.kustomize.version(),
  profile: world.profile,
  roles: world.roles,
  existingClasses: existingClasses(world.profile),
});
