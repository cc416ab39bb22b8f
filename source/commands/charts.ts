import path from 'node:path';
import {packageVersion} from '../assets.js';
import type {Catalogue, Component} from '../catalogue/schema.js';
import {digestOf, filesOf} from '../delivery/digest.js';
import type {ChosenChart} from '../delivery/world.js';
import type {Plan} from '../plan/plan.js';
import {cachedChart, findChart, pullChart, sha256Of} from '../tools/charts.js';
import type {Helm} from '../tools/helm.js';
import {standInChart} from '../tools/stand-in.js';

export interface ChartChoice {
  readonly plan: Plan;
  readonly catalogue: Catalogue;
  readonly helm: Helm;
  /** Folder of .tgz files that was named. */
  readonly folder: string | undefined;
  /** Stand-ins and nearest versions will do. */
  readonly isRehearsal: boolean;
  /** A nearest version will do where somebody only looks. */
  readonly nearest?: boolean;
  /** Whoever only looks does without a chart that would have to be pulled, or is not in the folder. */
  readonly isLooking?: boolean;
  readonly tell: (sentence: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Finds the chart of every release of the plan before anything is changed: in the folder, in a rehearsal else a stand-in,
 * on a real cluster else by pulling it, one after the other.
 * @throws GenestackError GS-CHART-… (exit 3) where one cannot be had.
 */
export const chooseCharts = async (choice: ChartChoice): Promise<Map<string, ChosenChart>> => {
  const chosen = new Map<string, ChosenChart>();
  for (const {name, enabled} of choice.plan.components) {
    const component = choice.catalogue.components.get(name);
    if (enabled && component) {
      const chart = await chooseChart(component, choice);
      if (chart) {
        chosen.set(name, chart);
      }
    }
  }
  return chosen;
};

const chooseChart = async (
  {name, delivery}: Component,
  {isRehearsal, nearest = isRehearsal, isLooking = false, helm, folder, tell, signal}: ChartChoice,
): Promise<ChosenChart | undefined> => {
  if (delivery.kind !== 'helm') {
    return undefined;
  }
  const {chart, version, repository} = delivery;
  const wanted = {chart, version, repository};
  let found = await findChart(wanted, {folder: folder && path.resolve(folder), rehearsal: nearest});
  if (found && !found.exact && !isLooking) {
    tell(`${name}: takes ${chart} ${found.version}, the nearest to ${version} in ${folder}.`);
  }
  if (!found && isRehearsal) {
    const digest = digestOf(filesOf(standInChart));
    return {path: standInChart, version: packageVersion(), standIn: true, digest};
  }
  if (!found && isLooking) {
    found = await cachedChart(wanted);
    if (!found) {
      return undefined;
    }
  }
  if (!found) {
    tell(`${name}: gets ${chart} ${version} from ${repository}.`);
    found = await pullChart(helm, wanted, {signal});
  }
  return {path: found.path, version: found.version, standIn: false, digest: await sha256Of(found.path)};
};
