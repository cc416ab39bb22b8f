import {mkdtempSync, realpathSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {stringify} from 'yaml';
import type {Client} from '../../source/cluster/client.js';
import {profileOfCluster} from '../../source/commands/cluster-profile.js';
import type {ClusterSession} from '../../source/commands/cluster-session.js';
import {deliveryJob} from '../../source/commands/delivery-drive.js';
import {recordOfBeginning} from '../../source/commands/recording.js';
import {defaultProfile} from '../../source/profile/defaults.js';
import {writeProfile} from '../../source/profile/write.js';
import {smallPlan} from '../helpers/small-plan.js';

const before = process.cwd();
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'genestack-profile-')));
beforeAll(() => process.chdir(folder));
afterAll(() => {
  process.chdir(before);
  rmSync(folder, {recursive: true});
});

const plan = smallPlan({'a/apply': 5});
const profile = {...defaultProfile('flex'), overrides: './overrides'};
const file = join(folder, 'genestack.yaml');
const session = {options: {}, context: 'here', uid: 'u'} as ClusterSession;

/** A cluster that was installed from the file. */
const installed = () => {
  const job = deliveryJob(session, {loaded: {profile, file}, plan});
  const added = deliveryJob(session, {loaded: {profile, file}, plan, recorded: {profile, plan}});
  expect(added.recorded?.profile).toEqual(job.profile);
  const run = {run: 'run-1', startedAt: '2026-11-25T19:30:27.000Z', profile: job.profile, plan};
  const {profile: text = '', ...record} = recordOfBeginning(run, undefined) ?? {};
  const data = {version: '1', 'record.json': JSON.stringify(record), 'profile.yaml': text};
  const client = {read: async () => ({apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'r'}, data})};
  return {client: client as unknown as Client, title: 'here', text};
};

test('the record of a cluster says where the overrides are, not where they are as seen from a file', async () => {
  const {text, ...cluster} = installed();
  expect(text).toContain(stringify({overrides: join(folder, 'overrides')}).trim());
  expect(await profileOfCluster(cluster, undefined)).toMatchObject({
    profile: {overrides: join(folder, 'overrides')},
    isOwn: false,
  });
});

test("a person's own file is taken as it is where it says the same", async () => {
  writeProfile(file, profile);
  expect(await profileOfCluster(installed(), undefined)).toMatchObject({
    profile: {overrides: './overrides'},
    isOwn: true,
  });
  writeProfile(file, {...profile, overrides: './others'});
  expect(await profileOfCluster(installed(), undefined)).toMatchObject({isOwn: false});
});
