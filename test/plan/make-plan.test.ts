import {describe, expect, test} from 'vitest';
import {makePlan} from '../../source/plan/make-plan.js';
import {planSchema} from '../../source/plan/plan.js';
import {catalogueOf, required} from '../helpers/catalogue.js';

const flex = {edition: 'flex' as const, components: {}};
const optional = (name: string) => ({row: name, editions: {flex: 'optional', enterprise: 'required'}});
const need = (component: string, kind: string, more: object = {}) => ({component, kind, ...more});

const enabledOf = (components: Record<string, object>, profile: object = {}) =>
  makePlan(catalogueOf(components), {...flex, ...profile})
    .components.filter(component => component.enabled)
    .map(component => component.name);

describe('what is on', () => {
  test('required rows, what they need, and nothing else', () => {
    expect(
      enabledOf({
        keystone: {...required('Keystone'), needs: [need('database', 'ready'), need('skyline', 'uses')]},
        database: {},
        skyline: optional('Skyline'),
        unneeded: {},
      }),
    ).toEqual(['database', 'keystone']);
  });

  test('a row chosen by name', () => {
    expect(enabledOf({skyline: optional('Skyline')}, {components: {skyline: true}})).toEqual(['skyline']);
  });

  test('a chosen row pulls in other rows that it needs', () => {
    const components = {
      ceilometer: {...optional('Ceilometer'), needs: [need('gnocchi', 'overlaps')]},
      gnocchi: {needs: [need('ceph', 'ready')]},
      ceph: {...optional('Ceph'), when: {'storage.block': ['ceph']}},
    };
    expect(enabledOf(components, {components: {ceilometer: true}})).toEqual([
      'ceilometer',
      'ceph',
      'gnocchi',
    ]);
  });

  test('a support component stays out where its condition does not hold', () => {
    const components = {
      octavia: {...required('Octavia'), needs: [need('preconf', 'ready')]},
      preconf: {when: {'octavia.provider': ['amphora']}},
    };
    expect(enabledOf(components, {octavia: {provider: 'ovn'}})).toEqual(['octavia']);
    expect(enabledOf(components, {octavia: {provider: 'amphora'}})).toEqual(['octavia', 'preconf']);
  });
});

describe('a required row', () => {
  const networks = {
    'kube-ovn': {
      ...required('Kube-OVN'),
      when: {'network.plugin': ['kube-ovn']},
      alternatives: ['calico'],
      provides: ['cni'],
    },
    calico: {
      ...optional('Calico'),
      when: {'network.plugin': ['calico']},
      alternatives: ['kube-ovn'],
      provides: ['cni'],
    },
  };

  test('may be off where its alternative is on, and the plan says which', () => {
    const plan = makePlan(catalogueOf(networks), {...flex, network: {plugin: 'calico'}} as typeof flex);
    expect(plan.components.find(({name}) => name === 'kube-ovn')).toMatchObject({
      enabled: false,
      replacedBy: 'calico',
    });
  });

  test('may not be off otherwise', () => {
    expect(() => enabledOf({keystone: required('Keystone')}, {components: {keystone: false}})).toThrow(
      expect.objectContaining({code: 'GS-PLAN-01', exitCode: 2}),
    );
  });

  test('two networks at once are refused', () => {
    expect(() => enabledOf(networks, {components: {'kube-ovn': true, calico: true}})).toThrow(
      expect.objectContaining({code: 'GS-PLAN-02'}),
    );
  });
});

test('what is off by choice and yet needed is refused with both names', () => {
  const components = {a: {...required('A'), needs: [need('b', 'ready')]}, b: optional('B')};
  expect(() => enabledOf(components, {components: {b: false}})).toThrow(/turns b off, and a needs it/);
});

describe('steps', () => {
  const plan = makePlan(
    catalogueOf({
      operator: {
        delivery: {kind: 'helm', repository: 'https://charts.example', chart: 'operator', version: '1.2.3'},
        crds: [{group: 'x.io', kind: 'X', plural: 'xs', versions: ['v1']}],
        estimate: {apply: 20, ready: 10},
      },
      keystone: {...required('Keystone'), needs: [need('operator', 'accepts')]},
      nova: {
        ...required('Nova'),
        groups: {api: ['api'], compute: ['compute']},
        needs: [
          need('keystone', 'overlaps'),
          need('metrics', 'uses'),
          need('metrics', 'ready', {for: 'compute'}),
        ],
      },
      metrics: {...required('Metrics'), delivery: {kind: 'deliveredBy', component: 'operator'}},
    }),
    flex,
  );
  const needsOf = (id: string) => plan.steps.find(step => step.id === id)?.needs;

  test('accepts is a step of what brings kinds, and holds back the apply', () => {
    expect(needsOf('keystone/apply')).toContainEqual({step: 'operator/accepts', kind: 'accepts'});
  });

  test('overlaps lets the apply begin and holds the readiness', () => {
    expect(needsOf('nova/apply')).toContainEqual({step: 'keystone/ready', kind: 'overlaps'});
    expect(needsOf('nova/ready-api')).toContainEqual({step: 'keystone/ready', kind: 'ready'});
  });

  test('a need for one readiness group holds back that group alone', () => {
    expect(needsOf('nova/ready-compute')).toContainEqual({step: 'metrics/ready', kind: 'ready'});
    expect(needsOf('nova/ready-api')).not.toContainEqual({step: 'metrics/ready', kind: 'ready'});
    expect(needsOf('nova/apply')).toContainEqual({step: 'metrics/ready', kind: 'uses'});
  });

  test('what another release delivers has only its readiness', () => {
    expect(plan.steps.filter(step => step.component === 'metrics').map(step => step.id)).toEqual([
      'metrics/ready',
    ]);
    expect(needsOf('metrics/ready')).toContainEqual({step: 'operator/apply', kind: 'ready'});
  });

  test('the critical path is the longest chain, used things left out', () => {
    expect(plan.criticalPath.steps.at(-1)).toMatch(/^nova\/ready/);
    expect(plan.criticalPath.seconds).toBe(20 + 10 + 5 + 10 + 5);
  });

  test('it fits its schema', () => {
    expect(planSchema.parse(plan)).toEqual(plan);
  });
});
