import {execFile} from 'node:child_process';
import {chmodSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {stringify} from 'yaml';
import type {Release} from '../../source/tools/releases.js';

export interface Synced {
  readonly releases: readonly Release[];
  /** Path of the chart of a release. */
  readonly chartOf: (release: Release) => string;
  readonly kubeconfig: string;
  /** Programs. */
  readonly helmfile: string;
  readonly helm: string;
}

/** Seconds that each of some rounds of `helmfile sync` takes, with the releases' own charts and values. */
export const helmfileSync = async (
  {releases, chartOf, kubeconfig, helmfile, helm}: Synced,
  rounds: number,
): Promise<number[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'genestack-helmfile-'));
  chmodSync(folder, 0o700);
  try {
    writeFileSync(
      join(folder, 'helmfile.yaml'),
      stringify({
        releases: releases.map(release => {
          const file = join(folder, `${release.name}.json`);
          writeFileSync(file, JSON.stringify(release.values), {mode: 0o600});
          return {name: release.name, namespace: release.namespace, chart: chartOf(release), values: [file]};
        }),
      }),
    );
    const seconds: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const began = performance.now();
      await promisify(execFile)(helmfile, ['--helm-binary', helm, '--file', 'helmfile.yaml', 'sync'], {
        cwd: folder,
        env: {...process.env, KUBECONFIG: kubeconfig, HOME: folder},
        maxBuffer: 2 ** 28,
      });
      seconds.push((performance.now() - began) / 1000);
    }
    return seconds;
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
};
