import {readdir, stat} from 'node:fs/promises';
import {join} from 'node:path';
import {compare, compareBuild, diff, parse, type SemVer} from 'semver';
import {exitCodes, GenestackError, messageOf} from '../errors.js';

/** A chart on this machine. */
export interface LocalChart {
  readonly path: string;
  readonly name: string;
  readonly version: string;
}

export interface FoundChart extends LocalChart {
  /** It is the version that was asked for, to the letter of its build metadata. */
  readonly exact: boolean;
}

/** `mariadb-operator-26.6.0.tgz`, `keystone-2026.1.8+db238e7c3.tgz`: the version begins at the first dash before digits and a dot. */
const fileName = /^(?<name>[a-z0-9][a-z0-9._-]*?)-(?<version>v?\d+\.\d[^/]*)\.tgz$/;

/**
 * The packaged charts of a folder.
 *
 * @throws GenestackError GS-CHART-01 where the folder cannot be read.
 */
export const chartsIn = async (folder: string): Promise<LocalChart[]> => {
  try {
    if (!(await stat(folder)).isDirectory()) throw new Error('it is not a folder');
    return (await readdir(folder)).flatMap(file => {
      const {name, version} = fileName.exec(file)?.groups ?? {};
      return name === undefined || version === undefined ? [] : [{path: join(folder, file), name, version}];
    });
  } catch (error) {
    throw new GenestackError(
      'GS-CHART-01',
      `The folder of charts ${folder} cannot be read: ${messageOf(error)}.`,
      'Name a folder that holds charts as .tgz files.',
      exitCodes.precondition,
    );
  }
};

const plain = (version: string): string => version.replace(/^v/, '');

/** The chart of that name at that very version; build metadata counts, a leading `v` does not. */
export const exactChart = (
  charts: readonly LocalChart[],
  name: string,
  version: string,
): FoundChart | undefined => {
  const chart = charts.find(one => one.name === name && plain(one.version) === plain(version));
  return chart && {...chart, exact: true};
};

const steps: readonly (string | null)[] = [
  null,
  'prerelease',
  'prepatch',
  'patch',
  'preminor',
  'minor',
  'premajor',
  'major',
];

/** How far apart two versions are: the first part in which they differ counts, then by how much. */
const distance = (one: SemVer, other: SemVer): readonly number[] => [
  steps.indexOf(diff(one, other)),
  Math.abs(one.major - other.major),
  Math.abs(one.minor - other.minor),
  Math.abs(one.patch - other.patch),
];

const byNumbers = (one: readonly number[], other: readonly number[]): number =>
  one.map((number, at) => number - (other[at] ?? 0)).find(difference => difference !== 0) ?? 0;

/** The chart of that name whose version is nearest, the newer of two that are equally near; build metadata counts last. */
export const nearestChart = (
  charts: readonly LocalChart[],
  name: string,
  version: string,
): FoundChart | undefined => {
  const exact = exactChart(charts, name, version);
  const wanted = parse(version);
  if (exact !== undefined || wanted === null) return exact;
  const [nearest] = charts
    .filter(chart => chart.name === name)
    .flatMap(chart => {
      const parsed = parse(chart.version);
      return parsed === null ? [] : [{chart, parsed}];
    })
    .sort(
      (one, other) =>
        byNumbers(distance(one.parsed, wanted), distance(other.parsed, wanted)) ||
        compare(other.parsed, one.parsed) ||
        compareBuild(other.parsed, one.parsed),
    );
  return nearest && {...nearest.chart, exact: false};
};
