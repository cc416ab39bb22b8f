import {describe, expect, test} from 'vitest';
import {checkProfile} from '../../source/profile/checks.js';
import {allPaths, keysAt} from '../../source/profile/schema-keys.js';
import {hasTools} from '../helpers/tools.js';
import {differences, fieldsOf} from './arrivals.js';
import {clouds, otherwise, profilesOf, rows, wordsIn} from './choices.js';

/** What no manifest holds, and where it is instead. */
const elsewhere: Readonly<Record<string, string>> = {
  apiVersion: 'of the file',
  kind: 'of the file',
  edition: 'decides the defaults of all others',
  name: 'on screens and in clouds.yaml',
  ask: 'of the file',
  overrides: 'test/cluster/overrides.test.ts',
  'nodes.hyperconverged': 'test/cluster/node-labels.test.ts',
  'nodes.*.names': 'test/cluster/node-labels.test.ts',
  'nodes.compute.count': 'test/delivery/check-nodes.test.ts',
  'nodes.network.count': 'test/delivery/check-nodes.test.ts',
};

test('every choice of a profile is in the table, or has another place', () => {
  const leaves = allPaths()
    .filter(at => keysAt(at).length === 0)
    .map(at => at.join('.'));
  const covered = (leaf: string) =>
    rows.some(({path}) => path === leaf) || elsewhere[leaf.replace(/^nodes\.\w+\.names$/, 'nodes.*.names')];
  expect(leaves.filter(leaf => !covered(leaf))).toEqual([]);
});

describe.skipIf(!hasTools)('what is chosen arrives', () => {
  test.each(rows.map(row => ({edition: 'flex' as const, ...row})))('$path in $edition', async row => {
    const [before, after] = profilesOf(row);
    expect(checkProfile(after)).toEqual([]);
    const arrived = differences(await fieldsOf(before), await fieldsOf(after));
    // Whole, so that a field that a choice no longer reaches is seen; places in a list are one field.
    expect(
      [...new Set(arrived.map(field => field.replace(/\.\d+(?=\.|$)/g, '.*')))].sort(),
    ).toMatchSnapshot();
    expect(arrived).not.toEqual([]);
  });

  test.each(Object.entries(clouds))(
    '%s keeps nothing of what was called otherwise before',
    async (_name, cloud) => {
      const [profile, former] = otherwise(cloud);
      const kept = [...(await fieldsOf(profile))].flatMap(([component, fields]) =>
        [...fields].flatMap(([field, text]) =>
          wordsIn(text, former).map(word => `${component} ${field}: ${word}`),
        ),
      );
      expect(kept).toEqual([]);
    },
  );

  test.each(Object.entries(clouds))(
    '%s has a way in for every name of its certificate',
    async (_name, cloud) => {
      const [profile] = otherwise(cloud);
      const hosts = [...(await fieldsOf(profile))]
        .flatMap(([component, fields]) =>
          [...fields].filter(
            ([field]) =>
              /^(Ingress\/.+:spec\.rules\.\d+\.host|HTTPRoute\/.+:spec\.hostnames\.\d+)$/.test(field) ||
              (component === 'grafana' && field === 'grafana.ini.server.root_url'),
          ),
        )
        .map(([, text]) => text.replace('https://', ''));
      const names = [...((await fieldsOf(profile)).get('public-certificate') ?? [])]
        .filter(([field]) => field.includes('.dnsNames.'))
        .map(([, name]) => name);
      expect(names.length).toBeGreaterThan(10);
      expect(hosts.sort()).toEqual(names.sort());
    },
  );
});
