import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {packagePath} from '../../source/assets.js';
import {readCatalogue} from '../../source/catalogue/read.js';
import {bearsData} from '../../source/plan/data-kinds.js';
import {hasTools, localKustomize} from '../helpers/tools.js';

const catalogue = readCatalogue();
const top = packagePath('assets/components');
const overlays = readdirSync(top)
  .map(name => ({name, folder: join(top, name, 'kustomize')}))
  .filter(({folder}) => existsSync(folder));
const parts = overlays.flatMap(({name, folder}) =>
  readdirSync(folder).map(part => ({name, part, folder: join(folder, part)})),
);

test('an overlay is split into resources and patches, as engines of GitOps take it', () => {
  expect(parts.length).toBeGreaterThan(40);
  expect(parts.filter(({part}) => part !== 'resources' && part !== 'patches')).toEqual([]);
});

describe.skipIf(!hasTools)('kustomize build of an overlay passes by itself', () => {
  test.each(parts)('$name/kustomize/$part', async ({name, part, folder}) => {
    const overlay =
      part === 'patches' ? {resources: [], patches: [folder]} : {resources: [folder], patches: []};
    const objects = await localKustomize().buildOverlay(overlay);
    expect(objects.length > 0).toBe(part === 'resources');
    // What Helm takes along with a release nobody is asked about.
    const lost = objects.filter(
      ({apiVersion, kind, metadata}) =>
        catalogue.components.get(name)?.delivery.kind === 'helm' &&
        bearsData({apiVersion, kind}) &&
        metadata.annotations?.['helm.sh/resource-policy'] !== 'keep',
    );
    expect(lost.map(({kind, metadata}) => `${kind} ${metadata.name}`)).toEqual([]);
  });
});
