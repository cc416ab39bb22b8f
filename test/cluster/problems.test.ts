import {expect, it} from 'vitest';
import type {Observation, ObservedCause, ObservedWorkload} from '../../source/cluster/observation.js';
import {componentsOf, pathToRoot, problemsOf} from '../../source/cluster/problems.js';

const cause = (root: string, more: Partial<ObservedCause> = {}): ObservedCause => ({
  code: 'GS-POD-01',
  text: `waits for ${root}`,
  remedy: 'Mend it.',
  command: '',
  root,
  waitsFor: [],
  passes: false,
  ...more,
});

const waits = (...waitsFor: string[]): ObservedCause =>
  cause(waitsFor[0] ?? '', {code: 'GS-POD-07', waitsFor});

const workload = (
  name: string,
  because?: ObservedCause,
  state: ObservedWorkload['state'] = because === undefined ? 'ready' : 'progressing',
): ObservedWorkload => ({
  kind: 'StatefulSet',
  name,
  namespace: 'openstack',
  ready: 0,
  desired: 1,
  state,
  reason: '',
  ...(because !== undefined && {cause: because}),
  pods: [],
});

const observation = (given: Record<string, readonly ObservedWorkload[]>): Observation =>
  new Map(Object.entries(given));

const general = cause('StorageClass general');

it('shows a cause once, with everything that it holds up, near and far', () => {
  const seen = observation({
    nova: [workload('nova', waits('StatefulSet openstack/keystone', 'StatefulSet openstack/rabbitmq'))],
    keystone: [workload('keystone', waits('StatefulSet openstack/mariadb'))],
    mariadb: [workload('mariadb', general)],
    rabbitmq: [workload('rabbitmq', general)],
    memcached: [workload('memcached')],
  });
  const [problem, ...others] = problemsOf(seen);
  expect(others).toEqual([]);
  expect(problem).toMatchObject({
    code: 'GS-POD-01',
    root: 'StorageClass general',
    rows: [
      {component: 'mariadb', object: 'StatefulSet openstack/mariadb'},
      {component: 'rabbitmq', object: 'StatefulSet openstack/rabbitmq'},
    ],
    waiting: ['nova', 'keystone'].map(name => ({component: name, object: `StatefulSet openstack/${name}`})),
  });
  expect(problem && componentsOf(problem)).toEqual(['mariadb', 'rabbitmq', 'nova', 'keystone']);
  expect(pathToRoot('StatefulSet openstack/nova', seen).map(({component}) => component)).toEqual([
    'nova',
    'keystone',
    'mariadb',
  ]);
});

it('lets what waits for something healthy, or for each other by turns, stand for itself', () => {
  const seen = observation({
    nova: [workload('nova', waits('StatefulSet openstack/neutron'))],
    neutron: [workload('neutron', waits('StatefulSet openstack/nova'))],
    heat: [workload('heat', waits('StatefulSet openstack/memcached'))],
    memcached: [workload('memcached')],
  });
  expect(problemsOf(seen).map(({rows}) => rows.map(({component}) => component))).toEqual([
    ['nova'],
    ['neutron'],
    ['heat'],
  ]);
  expect(pathToRoot('StatefulSet openstack/nova', seen)).toHaveLength(2);
});

it('names what has failed first and what passes by itself last', () => {
  const seen = observation({
    a: [workload('a', cause('a', {code: 'GS-POD-00', passes: true}))],
    b: [workload('b', general)],
    c: [workload('c', general)],
    d: [workload('d', cause('d', {code: 'GS-POD-12'}), 'failed')],
    e: [workload('e', cause('e'))],
  });
  const troubles = [
    {
      ...{kind: 'Node', name: 'node-1', namespace: '', component: null, state: 'progressing' as const},
      cause: cause('Node node-1', {code: 'GS-NOD-01'}),
    },
  ];
  expect(problemsOf(seen, troubles).map(({root}) => root)).toEqual([
    'd',
    'StorageClass general',
    'e',
    'Node node-1',
    'a',
  ]);
});
