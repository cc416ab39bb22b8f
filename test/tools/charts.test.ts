import {mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {findChart, pullChart} from '../../source/tools/charts.js';
import {chartsIn} from '../../source/tools/charts-folder.js';
import type {ChartPull} from '../../source/tools/helm.js';

const wanted = {repository: 'https://example.com/charts', chart: 'keystone', version: '2026.1.8+db238e7c3'};
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'genestack-charts-'));
});
afterEach(() => rmSync(folder, {recursive: true, force: true}));

const put = (...files: string[]): void => {
  for (const file of files) writeFileSync(join(folder, file), file);
};

describe('a folder of charts', () => {
  it('is read by the names of its files', async () => {
    put(
      'mariadb-operator-crds-26.6.0.tgz',
      'keystone-2026.1.8+db238e7c3.tgz',
      'kube-ovn-v2-v1.17.0.tgz',
      'readme.md',
    );
    expect((await chartsIn(folder)).map(({name, version}) => `${name} ${version}`).sort()).toEqual([
      'keystone 2026.1.8+db238e7c3',
      'kube-ovn-v2 v1.17.0',
      'mariadb-operator-crds 26.6.0',
    ]);
  });

  it('gives the pinned version, else in a rehearsal the nearest', async () => {
    put(
      'keystone-2026.1.8+aaa.tgz',
      'keystone-2026.1.9.tgz',
      'keystone-2025.1.8.tgz',
      'keystone-api-2026.1.8.tgz',
    );
    const find = (rehearsal: boolean) => findChart(wanted, {folder, rehearsal});
    expect(await find(true)).toMatchObject({version: '2026.1.8+aaa', exact: false});
    await expect(find(false)).rejects.toMatchObject({
      code: 'GS-CHART-02',
      exitCode: 3,
      message: expect.stringContaining('2026.1.8+aaa'),
    });
    put('keystone-2026.1.8+db238e7c3.tgz');
    expect(await find(true)).toMatchObject({version: wanted.version, exact: true});
    expect(await find(false)).toMatchObject({version: wanted.version, exact: true});
  });

  it('has nothing near for a name that is not in it', async () => {
    expect(await findChart(wanted, {folder, rehearsal: true})).toBeUndefined();
  });

  it('prefers a near version to a new one', async () => {
    put('keystone-2026.1.6.tgz', 'keystone-2026.3.0.tgz', 'keystone-2027.1.8.tgz');
    expect((await findChart(wanted, {folder, rehearsal: true}))?.version).toBe('2026.1.6');
  });

  it('is an error where it is not there', async () => {
    await expect(findChart(wanted, {folder: join(folder, 'none'), rehearsal: true})).rejects.toMatchObject({
      code: 'GS-CHART-01',
      exitCode: 3,
    });
  });
});

describe('pulling a chart', () => {
  const pulls: ChartPull[] = [];
  const helm = (failures: number) => ({
    async pull(chart: ChartPull) {
      pulls.push(chart);
      if (pulls.length <= failures) throw new Error('the network is away');
      writeFileSync(join(chart.destination, `${chart.chart}-${chart.version}.tgz`), `pull ${pulls.length}`);
    },
  });
  const options = () => ({cache: folder, pause: () => 0});
  beforeEach(() => {
    pulls.length = 0;
  });

  it('is tried again, and done once', async () => {
    const chart = await pullChart(helm(2), wanted, options());
    expect(chart).toMatchObject({name: 'keystone', version: wanted.version, exact: true});
    expect(await pullChart(helm(0), wanted, options())).toEqual(chart);
    expect(pulls).toHaveLength(3);
  });

  it('is done anew where the file is not what came', async () => {
    const {path} = await pullChart(helm(0), wanted, options());
    writeFileSync(path, 'half');
    await pullChart(helm(0), wanted, options());
    expect(pulls).toHaveLength(2);
  });

  it('that never works names chart, address and cause, and leaves nothing', async () => {
    await expect(pullChart(helm(9), wanted, options())).rejects.toMatchObject({
      code: 'GS-CHART-03',
      exitCode: 3,
      message:
        'The chart keystone 2026.1.8+db238e7c3 cannot be had from https://example.com/charts: the network is away',
    });
    expect(readdirSync(folder, {recursive: true}).filter(name => String(name).includes('pull-'))).toEqual([]);
  });
});
