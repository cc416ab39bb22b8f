import {mkdirSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {expect, test} from 'vitest';
import {readCatalogue} from '../../source/catalogue/read.js';
import {catalogueFolder} from '../helpers/catalogue.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

const shipped = catalogueFolder({
  chart: {delivery: {kind: 'helm', repository: 'https://example.com', chart: 'chart', version: '1.0.0'}},
  plain: {},
});

const overrides = (files: Readonly<Record<string, string>>): string => {
  const folder = temporaryFolder('overrides');
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), {recursive: true});
    writeFileSync(join(folder, name), text);
  }
  return folder;
};
const own = `row: null
group: OpenStack
editions: {flex: support, enterprise: support}
stage: initial
summary: made for a test
delivery: {kind: kustomize, version: 1.0.0}
estimate: {apply: 1, ready: 1}
`;

test('values and patches for every component stand between the base and those for one; a component of its own is a folder', () => {
  const folder = overrides({
    'values.yaml': 'a: 1\n',
    'kustomize/patches/kustomization.yaml': '',
    'components/chart/values.yaml': 'a: 2\n',
    'components/chart/kustomize/patches/kustomization.yaml': '',
    'components/mine/component.yaml': own,
  });
  const {components} = readCatalogue(shipped, folder);
  expect(components.get('chart')).toMatchObject({
    valuesFiles: [join(folder, 'values.yaml'), join(folder, 'components/chart/values.yaml')],
    overlays: [join(folder, 'kustomize'), join(folder, 'components/chart/kustomize')],
  });
  expect(components.get('plain')?.overlays).toEqual([join(folder, 'kustomize')]);
  expect(components.get('mine')?.overlays).toEqual([join(folder, 'kustomize')]);
  expect(components.get('mine')?.folder).toBe(join(folder, 'components/mine'));
  expect([...readCatalogue(shipped).components.keys()]).toEqual(['chart', 'plain']);
});

test.each([
  ['a file that nothing reads', {'chart/values.yaml': 'a: 1\n'}, /chart is read by nothing/],
  ['a change of no component', {'components/chrat/values.yaml': ''}, /chrat changes no component/],
  ['facts of a shipped one', {'components/chart/component.yaml': own}, /chart is shipped/],
  [
    'a component that would be an option of helm',
    {'components/--debug/component.yaml': own},
    /name of a component/,
  ],
  ['a component whose name is no name', {'components/a\nb/component.yaml': own}, /name of a component/],
  [
    'an object for everything',
    {'kustomize/resources/x.yaml': ''},
    /every component, and an object belongs to one/,
  ],
  ['a misnamed overlay for everything', {'kustomize/patch/x': ''}, /patch is read by nothing/],
  ['a misnamed overlay', {'components/chart/kustomize/patch/x': ''}, /patch is read by nothing/],
])('%s is refused', (_what, files, words) => {
  expect(() => readCatalogue(shipped, overrides(files as Record<string, string>))).toThrow(
    expect.objectContaining({code: 'GS-CAT-04', exitCode: 2, message: expect.stringMatching(words)}),
  );
});

test('values for what has no chart, and a folder that is not there, are refused', () => {
  expect(() => readCatalogue(shipped, overrides({'components/plain/values.yaml': 'a: 1\n'}))).toThrow(
    /plain has no chart/,
  );
  expect(() => readCatalogue(shipped, '/nowhere/overrides')).toThrow(
    expect.objectContaining({code: 'GS-CAT-04', message: expect.stringContaining('cannot be read')}),
  );
});

test.each([
  ['summary', 'made for a test', String.raw`"made \u202Erof a test"`],
  ['version', '1.0.0', String.raw`"1\e[7;7H"`],
])('a %s that a terminal would obey is refused, and not repeated', (_field, usual, hostile) => {
  const folder = overrides({'components/mine/component.yaml': own.replace(usual, hostile)});
  const thrown = (() => {
    try {
      return readCatalogue(shipped, folder);
    } catch (error) {
      return error;
    }
  })();
  expect(thrown).toMatchObject({message: expect.stringContaining('a character that is not printed')});
  expect((thrown as Error).message).not.toMatch(/[\u001b\u202e]/);
});
