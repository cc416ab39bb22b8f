import type {Component} from '../catalogue/schema.js';
import {isDefinition} from '../cluster/apply-order.js';
import {applyDefinitions} from '../cluster/definitions.js';
import type {KubernetesObject} from '../cluster/kubernetes-object.js';
import {sanitiseLine} from '../cluster/sanitise.js';
import type {StepContext, StepResult} from '../engine/backend.js';
import {isPending, readRelease, unlockRelease} from '../tools/releases.js';
import {standInValues} from '../tools/stand-in.js';
import {digestOf, filesOf} from './digest.js';
import {overlayOf} from './overlay.js';
import {placeholderContext} from './placeholder-context.js';
import {mergedValues} from './values.js';
import {watchHooks} from './watch-hooks.js';
import {type ChosenChart, componentOf, type World} from './world.js';

/** The label on a release's Secret that holds the digest of chart, values and overlay. */
export const digestLabel = 'gs-digest';

/** The label that names the run that wrote it; a release without it is a person's. */
const runLabel = 'gs-run';

/** Of what helm writes on one line nobody reads more. */
const mostOfLine = 500;

export const releaseOf = (component: Component): {name: string; namespace: string} => ({
  name: (component.delivery.kind === 'helm' && component.delivery.release) || component.name,
  namespace: component.namespace ?? 'default',
});

/** Stands for everything that makes a release: chart, values, overlay. */
export const releaseDigest = ({overlays}: Component, chart: ChosenChart, values: object): string =>
  digestOf(chart.digest, values, ...overlays.map(filesOf));

/** Installs or upgrades the release; leaves it alone where chart, values and overlay are what is deployed. */
export const applyHelm = async (world: World, name: string, context: StepContext): Promise<StepResult> => {
  const component = componentOf(world, name);
  const chart = world.charts.get(name);
  if (!chart) {
    throw new Error(`no chart was chosen for ${name} before its apply`);
  }
  const values = chart.standIn
    ? standInValues(component)
    : mergedValues(component, await placeholderContext(world, component)).values;
  const digest = releaseDigest(component, chart, values);
  const release = releaseOf(component);

  const deployed = await readRelease(world.client, release.namespace, release.name);
  const isSame = deployed?.status === 'deployed' && deployed.labels[digestLabel] === digest;
  if (isSame && !world.drifted?.has(name)) {
    return 'unchanged';
  }
  if (deployed && isPending(deployed) && runLabel in deployed.labels) {
    // We hold the cluster's one driver's Lease, so the helm that left a release of ours pending is dead.
    await unlockRelease(world.client, release.namespace, release.name);
    context.note(`the release was left ${deployed.status} by an earlier run and is gone on from`);
  }
  if (chart.standIn) {
    context.note(
      `a stand-in takes the place of the chart ${component.delivery.kind === 'helm' ? component.delivery.chart : name}`,
    );
  }

  const onLine = (line: string): void => {
    const text = sanitiseLine(line, mostOfLine);
    if (text !== '') {
      world.onToolLine?.(name, text);
    }
  };
  const definitions = chart.standIn ? [] : await definitionsOf(world, component, chart, values);
  await applyDefinitions(world.client, definitions, {signal: context.signal, onWait: context.note});
  const hooks = watchHooks(world, component, context);
  try {
    await world.helm.upgrade(
      {
        ...release,
        chart: chart.path,
        values,
        labels: {[runLabel]: world.run, [digestLabel]: digest},
        overlay: overlayOf(component),
        skipDefinitions: definitions.length > 0,
      },
      {signal: hooks.signal, onLine},
    );
  } catch (error) {
    hooks.throwIfGivenUp();
    throw error;
  } finally {
    hooks.stop();
  }
  return 'changed';
};

/**
 * The CRDs in crds/ of the chart that are on by its values: Helm installs these once and never upgrades them
 * (https://helm.sh/docs/chart_best_practices/custom_resource_definitions/). What another component brings is left to it.
 */
const definitionsOf = async (
  {helm, catalogue}: World,
  component: Component,
  chart: ChosenChart,
  values: object,
): Promise<KubernetesObject[]> => {
  const all = await helm.definitions({...releaseOf(component), chart: chart.path, values});
  const others = [...catalogue.components.values()].filter(({name}) => name !== component.name);
  const theirs = new Set(others.flatMap(({crds}) => crds.map(({plural, group}) => `${plural}.${group}`)));
  return all.filter(object => isDefinition(object) && !theirs.has(object.metadata.name));
};
