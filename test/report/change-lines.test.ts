import {expect, test} from 'vitest';
import {noChange} from '../../source/plan/changes.js';
import {changeLines} from '../../source/report/change-lines.js';

test('says of each component what a run would do, and what it could not', () => {
  expect(
    changeLines([
      noChange('keystone'),
      {...noChange('skyline'), action: 'create'},
      {
        ...noChange('glance'),
        action: 'change',
        reasons: ['values'],
        keys: ['volume.class_name'],
        objects: [{object: 'PersistentVolumeClaim openstack/glance', action: 'change', fields: ['spec']}],
        restarts: ['Deployment openstack/glance-api'],
        refused: ['PersistentVolumeClaim openstack/glance: spec: spec is immutable'],
      },
      {
        ...noChange('heat'),
        action: 'drifted',
        drift: [
          {
            object: 'Deployment openstack/heat-api',
            fields: ['spec.replicas'],
            from: 3,
            to: 4,
            manager: 'kubectl-edit',
            time: '2026-11-23T14:03:22Z',
          },
        ],
      },
      {...noChange('aodh'), action: 'remove', reasons: ['it is off in the profile']},
    ]),
  ).toMatchInlineSnapshot(`
    [
      "1 to create, 1 to change, 1 drifted, 1 on the cluster and off in the profile, 1 left alone.",
      "  + skyline: is created",
      "  ~ glance: values",
      "      values: volume.class_name",
      "      change PersistentVolumeClaim openstack/glance: spec",
      "      pods are replaced: Deployment openstack/glance-api",
      "      the API will refuse PersistentVolumeClaim openstack/glance: spec: spec is immutable",
      "  ! heat: 1 object changed by another hand; left so, or set right by install --correct",
      "      Deployment openstack/heat-api: spec.replicas 3 -> 4, by kubectl-edit, 2026-11-23 14:03:22",
      "  x aodh: it is off in the profile; "genestack remove aodh" takes it away",
    ]
  `);
});

test('says that there is nothing to do', () => {
  expect(changeLines([noChange('keystone')])).toEqual([
    'Nothing to do: the cluster holds all of it as the profile says.',
  ]);
});
