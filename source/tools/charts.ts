import {createHash} from 'node:crypto';
import {createReadStream} from 'node:fs';
import {mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {pipeline} from 'node:stream/promises';
import {setTimeout} from 'node:timers/promises';
import {cacheFolder} from '../base-folders.js';
import {exitCodes, GenestackError, messageOf} from '../errors.js';
import {chartsIn, exactChart, type FoundChart, nearestChart} from './charts-folder.js';
import type {Helm} from './helm.js';

export interface WantedChart {
  readonly repository: string;
  readonly chart: string;
  readonly version: string;
}

export interface FindOptions {
  /** A folder of .tgz files; nothing is pulled where it is given. */
  readonly folder?: string | undefined;
  /** In a rehearsal the nearest version will do, and a chart that is not there is no error. */
  readonly rehearsal: boolean;
}

/** Where pulled charts are kept. */
export const chartCache = (): string => join(cacheFolder(process.env), 'charts');

/** SHA-256 of a file, hexadecimal. */
export const sha256Of = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
};

/**
 * Finds a chart without the network: in the folder where one is named, and nowhere else then.
 *
 * @returns undefined where it has to be pulled, or, in a rehearsal, stood in for.
 * @throws GenestackError GS-CHART-01 where the folder cannot be read, GS-CHART-02 where it lacks the pinned chart and this is no rehearsal.
 */
export const findChart = async (
  {chart, version}: WantedChart,
  {folder, rehearsal}: FindOptions,
): Promise<FoundChart | undefined> => {
  if (folder === undefined) return undefined;
  const charts = await chartsIn(folder);
  if (rehearsal) return nearestChart(charts, chart, version);
  const found = exactChart(charts, chart, version);
  if (found !== undefined) return found;
  const others = charts.filter(({name}) => name === chart).map(one => one.version);
  throw new GenestackError(
    'GS-CHART-02',
    `The folder ${folder} has no chart ${chart} ${version}${others.length > 0 ? `, only ${others.join(', ')}` : ''}.`,
    `Put ${chart}-${version}.tgz into it.`,
    exitCodes.precondition,
  );
};

/** A chart that was pulled before, whole; undefined where it was not. */
export const cachedChart = (wanted: WantedChart, cache = chartCache()): Promise<FoundChart | undefined> =>
  cached(homeOf(cache, wanted.repository), wanted).catch(() => undefined);

export interface PullOptions {
  readonly cache?: string;
  readonly signal?: AbortSignal | undefined;
  readonly attempts?: number;
  /** Milliseconds before the given attempt, the second being 1. */
  readonly pause?: (attempt: number) => number;
}

const digestFile = (path: string): string => `${path}.sha256`;

/** A chart of the cache whose digest is the recorded one; anything else there is thrown away. */
const cached = async (home: string, {chart, version}: WantedChart): Promise<FoundChart | undefined> => {
  const found = exactChart(await chartsIn(home), chart, version);
  if (found === undefined) return undefined;
  const recorded = await readFile(digestFile(found.path), 'utf8').catch(() => '');
  if (recorded.trim() === (await sha256Of(found.path))) return found;
  await rm(found.path, {force: true});
  await rm(digestFile(found.path), {force: true});
  return undefined;
};

/** The digest is there before the chart is: a chart without one was not brought to the end. */
const keep = async (work: string, home: string): Promise<void> => {
  const file = (await readdir(work)).find(name => name.endsWith('.tgz'));
  if (file === undefined) throw new Error('Helm said nothing of an error and brought no file');
  const path = join(home, file);
  await writeFile(digestFile(path), `${await sha256Of(join(work, file))}\n`, {mode: 0o600});
  await rename(join(work, file), path);
};

/** Charts of one repository lie together, so that two of one name are told apart. */
const homeOf = (cache: string, repository: string): string =>
  join(cache, createHash('sha256').update(repository).digest('hex').slice(0, 12));

/**
 * Takes a chart from the cache or pulls it there, by its exact version. To be called for one chart after the other:
 * two at a time would race for the index.
 *
 * @throws GenestackError GS-CHART-03 with exit code 3 where it cannot be had; the signal's reason when aborted.
 */
export const pullChart = async (
  helm: Pick<Helm, 'pull'>,
  wanted: WantedChart,
  options: PullOptions = {},
): Promise<FoundChart> => {
  const {cache = chartCache(), signal, attempts = 4, pause = attempt => 1000 * 2 ** attempt} = options;
  const home = homeOf(cache, wanted.repository);
  await mkdir(home, {recursive: true, mode: 0o700});
  let last: unknown;
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (attempt > 0) await setTimeout(pause(attempt - 1), undefined, {signal});
    const there = await cached(home, wanted);
    if (there !== undefined) return there;
    const work = await mkdtemp(join(home, 'pull-'));
    try {
      await helm.pull({...wanted, destination: work}, {signal});
      await keep(work, home);
      const pulled = await cached(home, wanted);
      if (pulled !== undefined) return pulled;
      last = new Error('the file that came has another name or version');
    } catch (error) {
      signal?.throwIfAborted();
      last = error;
    } finally {
      await rm(work, {recursive: true, force: true});
    }
  }
  throw new GenestackError(
    'GS-CHART-03',
    `The chart ${wanted.chart} ${wanted.version} cannot be had from ${wanted.repository}: ${messageOf(last)}`,
    'Look whether the network reaches that address, or name a folder with the chart in it: --charts DIR.',
    exitCodes.precondition,
    {cause: last},
  );
};
