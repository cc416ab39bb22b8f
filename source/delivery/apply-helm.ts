import type {Component} from '../catalogue/schema.js';
import {isDefinition} from '../cluster/apply-order.js';
import {applyDefinitions} from '../cluster/definitions.js';
import {deleteFinishedJobs} from '../cluster/finished-jobs.js';
import {type KubernetesObject, refOf} from '../cluster/kubernetes-object.js';
import type {StepContext, StepResult} from '../engine/backend.js';
import {immutableJobs} from '../tools/helm-failure.js';
import type {Release} from '../tools/releases.js';
import {standInValues} from '../tools/stand-in.js';
import {isWhole} from './delivered.js';
import {digestOf, filesOf} from './digest.js';
import {helmHands} from './helm-hands.js';
import {overlayOf} from './overlay.js';
import {placeholderContext} from './placeholder-context.js';
import {digestLabel, freeRelease, isOurs, stampOf} from './release-lock.js';
import {releaseOf} from './release-name.js';
import {mergedValues} from './values.js';
import {watchHooks} from './watch-hooks.js';
import {type ChosenChart, componentOf, type World} from './world.js';

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

  const found = await freeRelease(world, release, context);
  if (
    found?.status === 'deployed' &&
    isOurs(found) &&
    found.labels[digestLabel] === digest &&
    !world.drifted?.has(name) &&
    (await isWhole(
      world,
      found.objects.map(object => refOf(object, release.namespace)),
      context.signal,
    ))
  ) {
    return 'unchanged';
  }
  if (chart.standIn) {
    context.note(
      `a stand-in takes the place of the chart ${component.delivery.kind === 'helm' ? component.delivery.chart : name}`,
    );
  }

  const definitions = chart.standIn ? [] : await definitionsOf(world, component, chart, values);
  await applyDefinitions(world.client, definitions, context.signal, text => context.note(text));
  const upgrade = async (last: Release | undefined): Promise<void> => {
    const labels = stampOf(world, last, digest);
    const spawn = {component: name, namespace: release.namespace, release: release.name};
    const hands = helmHands(world, {...spawn, revision: (last?.revision ?? 0) + 1}, context);
    const stopWatching = watchHooks(world, component, context);
    try {
      await world.helm.upgrade(
        {
          ...release,
          chart: chart.path,
          values,
          labels,
          overlay: overlayOf(component),
          skipDefinitions: definitions.length > 0,
        },
        hands,
      );
    } finally {
      stopWatching();
    }
  };
  try {
    await upgrade(found);
  } catch (error) {
    const jobs = immutableJobs(error);
    if (!(await deleteFinishedJobs(world.client, release.namespace, jobs, isOfRelease(release)))) {
      throw error;
    }
    context.note(`the finished Job ${jobs.join(', ')} cannot be changed and is made anew`);
    await upgrade(await freeRelease(world, release, context));
  }
  return 'changed';
};

const isOfRelease =
  ({name, namespace}: {name: string; namespace: string}) =>
  ({metadata: {annotations = {}}}: KubernetesObject): boolean =>
    annotations['meta.helm.sh/release-name'] === name &&
    annotations['meta.helm.sh/release-namespace'] === namespace;

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
