import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {parse} from 'yaml';
import {packagePath} from '../../source/assets.js';
import {proxiedPrometheus} from '../../source/cluster/prometheus.js';
import {operatorKinds, ownKinds} from '../../source/monitor/kinds.js';

const role = parse(
  readFileSync(packagePath('assets/components/monitor-role/kustomize/resources/role.yaml'), 'utf8'),
) as {
  metadata: {labels: object};
  rules: {apiGroups: string[]; resources: string[]; resourceNames?: string[]; verbs: string[]}[];
};

test('whatever is watched and is not in view is in the role', () => {
  const wanted = [...ownKinds, ...operatorKinds].filter(({isInView}) => !isInView);
  const missing = wanted.filter(
    ({group, plural}) =>
      !role.rules.some(({apiGroups, resources}) => apiGroups.includes(group) && resources.includes(plural)),
  );
  expect(missing).toEqual([]);
});

test('it goes into view and lets nobody change or see anything else', () => {
  expect(role.metadata.labels).toEqual({'rbac.authorization.k8s.io/aggregate-to-view': 'true'});
  const proxied = role.rules.filter(({resources}) => resources.includes('services/proxy'));
  expect(proxied).toEqual([
    {apiGroups: [''], resources: ['services/proxy'], resourceNames: [proxiedPrometheus], verbs: ['get']},
  ]);
  for (const {verbs, resources, apiGroups} of role.rules.filter(rule => !proxied.includes(rule))) {
    expect(verbs).toEqual(['get', 'list', 'watch']);
    expect(
      [...resources, ...apiGroups].filter(name => name === '*' || name === 'secrets' || name.includes('/')),
    ).toEqual([]);
  }
});
