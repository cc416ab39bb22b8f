import type {Component} from '../catalogue/schema.js';
import type {KubernetesObject} from '../cluster/kubernetes-object.js';
import {type ComponentChange, noChange} from '../plan/changes.js';
import {type Compared, changedObjects, objectName} from '../plan/diff.js';
import {type Release, toRelease} from '../tools/releases.js';
import {standInValues} from '../tools/stand-in.js';
import {releaseDigest} from './apply-helm.js';
import {type ComparedComponent, type CompareWorld, changedKeys, declaredOf, type Held} from './compare.js';
import {digestOf} from './digest.js';
import {driftOfObjects} from './drift.js';
import {overlayOf} from './overlay.js';
import {placeholderContext} from './placeholder-context.js';
import {refusalsOf} from './refusals.js';
import {digestLabel, isOurs} from './release-lock.js';
import {releaseOf} from './release-name.js';
import {mergedValues} from './values.js';
import type {ChosenChart} from './world.js';

/** A release beside what would be installed now. */
export const compareRelease = async (
  world: CompareWorld,
  held: Held,
  component: Component,
): Promise<ComparedComponent> => {
  const {name, namespace} = releaseOf(component);
  const secret = (await held.releases).get(`${namespace}/${name}`);
  if (secret === undefined) {
    return {change: {...noChange(component.name), action: 'create'}, basis: 'absent'};
  }
  const release = toRelease(secret);
  const chart = world.charts.get(component.name);
  const values = chart?.standIn
    ? standInValues(component)
    : mergedValues(component, await placeholderContext({...world, client: held.reader}, component)).values;
  const wanted = chart && releaseDigest(component, chart, values);
  const basis = digestOf(release.revision, release.status, release.labels, wanted ?? values);
  const reasons = reasonsOf(component, release, chart, wanted, values);
  if (reasons.length > 0) {
    const changed = chart === undefined ? none : await changedBy(world, component, release, chart, values);
    return {
      change: {
        ...noChange(component.name),
        action: 'change',
        reasons,
        keys: changedKeys(release.values, values),
        ...changed,
      },
      basis,
    };
  }
  const drift = await driftOfObjects(world.client, held.reader, declaredOf(release.objects, namespace));
  return {
    change: {...noChange(component.name), ...(drift.length > 0 && {action: 'drifted', drift})},
    basis: digestOf(basis, drift),
  };
};

const none = {objects: [], restarts: [], refused: []};

/** Why the release is not what would be installed; empty where it is. */
const reasonsOf = (
  {delivery}: Component,
  release: Release,
  chart: ChosenChart | undefined,
  wanted: string | undefined,
  values: object,
): string[] => {
  const state = release.status === 'deployed' ? [] : [`the release is ${release.status}`];
  // Helm hands the label on to what a person's upgrade makes.
  const digest = isOurs(release) ? release.labels[digestLabel] : undefined;
  if (wanted !== undefined && digest === wanted) {
    return state;
  }
  // A stand-in has a version of its own.
  const pinned = chart === undefined && 'version' in delivery ? delivery.version : chart?.version;
  const reasons = [
    ...state,
    ...(chart?.standIn || pinned === release.chartVersion
      ? []
      : [`chart ${release.chartVersion} becomes ${pinned}`]),
    ...(changedKeys(release.values, values).length > 0 ? ['values'] : []),
    ...(digest === undefined ? ['it was not installed by Genestack, or somebody upgraded it with helm'] : []),
  ];
  return reasons.length > 0 || wanted === undefined ? reasons : ['chart or overlay'];
};

/** What helm would send now, beside what it sent last. */
const changedBy = async (
  {client, helm}: CompareWorld,
  component: Component,
  release: Release,
  chart: ChosenChart,
  values: object,
): Promise<Pick<ComponentChange, 'objects' | 'restarts' | 'refused'>> => {
  const {namespace} = releaseOf(component);
  const after = await helm.preview({
    ...releaseOf(component),
    chart: chart.path,
    values,
    overlay: overlayOf(component),
  });
  const wanted = declaredOf(after, namespace);
  const changed = changedObjects(compared(declaredOf(release.objects, namespace)), compared(wanted));
  const names = new Set(changed.objects.filter(({action}) => action === 'change').map(({object}) => object));
  const toChange = wanted.filter(object => names.has(objectName(object as unknown as Compared)));
  return {...changed, refused: await refusalsOf(client, toChange)};
};

const compared = (objects: readonly KubernetesObject[]): readonly Compared[] =>
  objects as unknown as readonly Compared[];
