import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {errorSchema} from '../../source/report/schemas.js';
import {genestack, records} from '../helpers/program.js';

const folder = mkdtempSync(path.join(tmpdir(), 'genestack-ask-'));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

const profile = path.join(folder, 'mine.yaml');
writeFileSync(
  profile,
  'apiVersion: genestack.io/v1alpha1\nkind: Profile\nedition: flex\nask: [storage, roles]\n',
);
const environment = {XDG_STATE_HOME: folder, KUBECONFIG: path.join(folder, 'none')};

test.each([
  ['rehearse', ['rehearse']],
  ['install', ['install', '--yes']],
  ['rehearsal up', ['rehearsal', 'up']],
])('%s without a terminal names what a profile leaves to be asked, and does nothing', async (_, verb) => {
  const ended = await genestack([...verb, '--profile', profile, '--output', 'json'], environment);
  expect(ended.exitCode).toBe(2);
  expect(ended.stderr).toContain(`${profile} leaves storage, roles to be asked`);
  expect(records(ended).map(record => errorSchema.parse(record).code)).toEqual(['GS-PRO-06']);
});

test('without a terminal --output is not needed for that', async () => {
  const ended = await genestack(['rehearse', '--profile', profile], environment);
  expect(ended).toMatchObject({exitCode: 2, stdout: ''});
  expect(ended.stderr).toContain('GS-PRO-06');
});

test('what only looks at it says so and goes on', async () => {
  const plan = await genestack(['plan', '--profile', profile, '--output', 'json'], environment);
  expect(plan.exitCode).toBe(0);
  expect(plan.stderr).toContain('leaves storage, roles to be asked');
  expect(records(plan)[0]).toMatchObject({edition: 'flex'});
  const check = await genestack(['profile', 'check', profile], environment);
  expect(check).toMatchObject({exitCode: 0, stderr: ''});
  expect(check.stdout).toContain('leaves storage, roles to be asked');
  const show = await genestack(['profile', 'show', profile], environment);
  expect(show.exitCode).toBe(0);
  expect(show.stdout).not.toMatch(/^ask:/m);
});

test('profile new asks on a terminal only', async () => {
  const ended = await genestack(['profile', 'new', path.join(folder, 'new.yaml')], environment);
  expect(ended).toMatchObject({exitCode: 2, stdout: ''});
  expect(ended.stderr).toContain('GS-CLI-12');
});
