import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {packagePath} from '../../source/assets.js';
import {causes} from '../../source/cluster/causes/registry.js';
import {causePages} from '../../source/commands/cause-page.js';
import {causeTable} from '../../source/commands/cause-table.js';
import {readSituations} from '../../source/rehearsal/situations/read.js';
import {genestack, records} from '../helpers/program.js';

const situations = readSituations();
const pages = causePages(causes, situations);

test('docs/causes.md is what the records say (npm run docs writes it)', () => {
  expect(readFileSync(packagePath('docs/causes.md'), 'utf8')).toBe(causeTable(pages));
});

test('every situation is of a cause that is there, and every cause was seen in one', () => {
  const codes = new Set<string>(pages.map(({code}) => code));
  expect([...situations].filter(([, {code}]) => !codes.has(code))).toEqual([]);
  const unseen = pages.filter(page => page.situations.length === 0).map(({code}) => code);
  // Definitions are looked at by the engine alone, when it has applied them; how full a claim is no object of the API says.
  expect(unseen).toEqual(['GS-POD-15', 'GS-VOL-11']);
});

test('every cause says in sentences what to do, and shares its code with nothing of another meaning', () => {
  for (const {remedy, about, title} of causes) {
    expect(remedy).toMatch(/^[A-Z].*\.$/s);
    expect(about).toMatch(/^[A-Za-z].*\.$/s);
    expect(title).not.toMatch(/\.$/);
  }
});

test('a code is explained without a cluster, whatever its case', async () => {
  const ended = await genestack(['explain', 'gs-img-02'], {KUBECONFIG: '/nowhere'});
  expect(ended).toMatchObject({exitCode: 0, stderr: ''});
  expect(ended.stdout).toMatchInlineSnapshot(`
    "GS-IMG-02 The registry does not let the pod in

    pod <name> cannot pull <image>: registry <registry> wants other credentials, or
    has no such image

    About     Registries answer the same to a stranger and to one who asks for an
              image that does not exist, so that both are to be looked at. It stays
              until somebody does something.
    Do        Make a Secret of type kubernetes.io/dockerconfigjson for this registry
              in namespace <namespace> and name it in imagePullSecrets; see that the
              path of the image is right too.
    Command   kubectl -n <namespace> get pod <name> -o jsonpath={.spec.imagePullSecrets}
    Root      registry <registry>
    Asked     Pod
    Seen as   The registry wants credentials that the pod does not have
              (https://github.com/goharbor/harbor-helm/issues/1888)
              The registry knows the credentials and refuses
              (https://github.com/goharbor/harbor/issues/15717)
    More      docs/causes.md#gs-img-02
    "
  `);
});

test('all causes are listed where none is named', async () => {
  const {stdout} = await genestack(['explain']);
  expect(stdout.trimEnd().split('\n')).toEqual(pages.map(({code, title}) => `${code}  ${title}`));
  expect(records(await genestack(['explain', '--output', 'json']))).toHaveLength(pages.length);
});

test('a code that no cause has is refused with what is near in its own room', async () => {
  const near = await genestack(['explain', 'GS-IMG-2']);
  expect(near).toMatchObject({exitCode: 2, stdout: ''});
  expect(near.stderr).toContain('did you mean GS-IMG-02?');
  const far = await genestack(['explain', 'GS-HELM-04']);
  expect(far.stderr).not.toContain('did you mean');
});
