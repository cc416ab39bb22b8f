import {readFileSync} from 'node:fs';
import {loadAll} from 'js-yaml';
import {expect, test} from 'vitest';
import {packagePath} from '../../source/assets.js';
import {readCatalogue} from '../../source/catalogue/read.js';
import type {KubernetesObject} from '../../source/cluster/kubernetes-object.js';
import {componentTable} from '../../source/report/component-table.js';

test('docs/components.md is what the catalogue says (npm run docs writes it)', () => {
  expect(readFileSync(packagePath('docs/components.md'), 'utf8')).toBe(componentTable(readCatalogue()));
});

test('CRDs of our own leave the fields open, as it says there', () => {
  const definitions = [...readCatalogue().components.values()]
    .filter(({delivery, crds}) => delivery.kind === 'kustomize' && crds.length > 0)
    .flatMap(({folder}) => loadAll(readFileSync(`${folder}/kustomize/resources/crds.yaml`, 'utf8')))
    .map(definition => definition as KubernetesObject);
  const strict = definitions.filter(({spec}) =>
    spec.versions.some(
      ({schema}: Version) => !schema.openAPIV3Schema['x-kubernetes-preserve-unknown-fields'],
    ),
  );
  expect(definitions.length).toBeGreaterThan(40);
  expect(strict.map(({metadata}) => metadata.name)).toEqual([]);
});

interface Version {
  readonly schema: {readonly openAPIV3Schema: Readonly<Record<string, unknown>>};
}
