import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {hasTools, localKustomize} from '../helpers/tools.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'genestack-kustomize-'));
});
afterEach(() => rmSync(folder, {recursive: true, force: true}));

describe.skipIf(!hasTools)('kustomize', () => {
  it('builds a folder into objects', async () => {
    writeFileSync(join(folder, 'kustomization.yaml'), 'resources: [map.yaml]\nnamespace: openstack\n');
    writeFileSync(
      join(folder, 'map.yaml'),
      '{apiVersion: v1, kind: ConfigMap, metadata: {name: one}, data: {on: "yes"}}',
    );
    expect(await localKustomize().build(folder)).toEqual([
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: {name: 'one', namespace: 'openstack'},
        data: {on: 'yes'},
      },
    ]);
  });

  it('says in its own words why a folder does not build', async () => {
    writeFileSync(join(folder, 'kustomization.yaml'), 'resources: [nowhere.yaml]\n');
    await expect(localKustomize().build(folder)).rejects.toMatchObject({
      code: 'GS-KUS-02',
      message: expect.stringContaining('nowhere.yaml'),
    });
  });

  it('tells its version', async () => {
    expect(await localKustomize().version()).toMatch(/^5\.\d+\.\d+/);
  });
});
