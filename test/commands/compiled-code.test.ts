import {readdirSync} from 'node:fs';
import {expect, test} from 'vitest';
import {genestack} from '../helpers/program.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

test.each([
  ['profile show', ['code']],
  ['explain', []],
  ['monitor --once --kubeconfig /dev/null', []],
])('%s keeps of what Node compiled %j', async (line, kept) => {
  const XDG_CACHE_HOME = temporaryFolder('code');
  await genestack(line.split(' '), {XDG_CACHE_HOME});
  const found = readdirSync(XDG_CACHE_HOME, {recursive: true, encoding: 'utf8'});
  expect(found.filter(file => /^genestack\/[^/]+$/.test(file))).toEqual(
    kept.map(name => `genestack/${name}`),
  );
});
