import {describe, expect, it} from 'vitest';
import {packagePath} from '../../source/assets.js';
import {readCatalogue} from '../../source/catalogue/read.js';
import {type Component, componentSchema} from '../../source/catalogue/schema.js';
import {declaredFacts} from '../../source/tools/declared-facts.js';
import {renderedFacts} from '../../source/tools/rendered-facts.js';
import {standInChart, standInValues} from '../../source/tools/stand-in.js';
import {hasTools, offlineHelm} from '../helpers/tools.js';

const database: Component = {
  ...componentSchema.parse({
    row: null,
    group: 'OpenStack',
    editions: {flex: 'support', enterprise: 'support'},
    stage: 'initial',
    summary: 'made for a test',
    delivery: {kind: 'helm', repository: 'https://example.com', chart: 'database', version: '1.0.0'},
    namespace: 'openstack',
    workloads: [
      {
        kind: 'StatefulSet',
        name: 'database-server',
        replicas: 3,
        node: 'control-plane',
        labels: {component: 'server', role: 'primary'},
        claims: {data: {class: 'general', size: '10Gi'}},
        dependencies: {
          services: ['dns', 'kube-system:kube-dns'],
          jobs: ['database-init'],
          pods: [{labels: {application: 'libvirt'}, sameNode: true}],
        },
      },
      {kind: 'DaemonSet', name: 'database-agent', node: 'compute'},
      {kind: 'Deployment', name: 'database-api'},
      {kind: 'Job', name: 'database-setup'},
      {kind: 'CronJob', name: 'database-setup'},
    ],
    hooks: [
      {
        name: 'database-init',
        events: ['post-install', 'post-upgrade'],
        weight: -5,
        deletePolicy: 'before-hook-creation',
      },
      {name: 'database-keys', kind: 'Secret', events: ['pre-install'], deletePolicy: 'hook-failed'},
      {name: 'database:reader', kind: 'Role', events: ['pre-install'], weight: -7},
      {name: 'database:reader', kind: 'RoleBinding', events: ['pre-install'], weight: -6},
    ],
    services: [
      {name: 'database', port: 3306, workload: 'database-server'},
      {name: 'database', port: 9104, workload: 'database-server'},
    ],
    crds: [
      {group: 'example.com', kind: 'Table', plural: 'tables', versions: ['v1', 'v1beta1']},
      {group: 'example.k8s.io', kind: 'Row', plural: 'rows', scope: 'Cluster', versions: ['v1']},
    ],
    estimate: {apply: 10, ready: 10},
  }),
  name: 'database',
  valuesFiles: [],
  overlays: [],
  folder: '/nowhere',
};

const render = (component: Component) =>
  offlineHelm().template({
    name: component.name,
    namespace: 'openstack',
    chart: standInChart,
    values: standInValues(component),
  });

describe.skipIf(!hasTools)('the stand-in chart', () => {
  it('renders the workloads, hooks and CRDs that a component declares', async () => {
    expect(renderedFacts(await render(database))).toEqual(declaredFacts(database));
  });

  it('lets pods wait for what is declared, in the variables of kubernetes-entrypoint', async () => {
    const server = (await render(database)).find(({kind}) => kind === 'StatefulSet');
    const init = server?.spec.template.spec.initContainers[0];
    expect(init.name).toBe('init');
    expect(init.env).toEqual(
      expect.arrayContaining([
        {name: 'DEPENDENCY_SERVICE', value: 'dns,kube-system:kube-dns'},
        {name: 'DEPENDENCY_JOBS', value: 'database-init'},
        {
          name: 'DEPENDENCY_POD_JSON',
          value: '[{"labels":{"application":"libvirt"},"requireSameNode":true}]',
        },
      ]),
    );
  });

  it('makes a workload with its claims, labels, nodes and Service', async () => {
    const objects = await render(database);
    const server = objects.find(({kind}) => kind === 'StatefulSet');
    const service = objects.find(({kind}) => kind === 'Service');
    expect(server?.spec).toMatchObject({
      replicas: 3,
      serviceName: 'database',
      volumeClaimTemplates: [{metadata: {name: 'data'}, spec: {storageClassName: 'general'}}],
      template: {
        metadata: {labels: {application: 'database', component: 'server', role: 'primary'}},
        spec: {nodeSelector: {'openstack-control-plane': 'enabled'}},
      },
    });
    expect(service?.spec.ports.map(({port}: {port: number}) => port)).toEqual([3306, 9104]);
    expect(server?.spec.template.metadata.labels).toMatchObject(service?.spec.selector);
    expect(server?.spec.template.metadata.labels).toMatchObject(server?.spec.selector.matchLabels);
  });

  it('makes CRDs that take everything, at each declared version', async () => {
    const crds = (await render(database)).filter(({kind}) => kind === 'CustomResourceDefinition');
    expect(crds.map(({spec}) => [spec.scope, spec.versions.map((one: {name: string}) => one.name)])).toEqual([
      ['Namespaced', ['v1', 'v1beta1']],
      ['Cluster', ['v1']],
    ]);
    expect(crds[1]?.metadata.annotations).toHaveProperty(['api-approved.kubernetes.io']);
  });

  it('takes the place of every chart of the catalogue', async () => {
    const {components} = readCatalogue(packagePath('assets/components'));
    const charts = [...components.values()].filter(({delivery}) => delivery.kind === 'helm');
    for (const component of charts)
      expect(renderedFacts(await render(component)), component.name).toEqual(declaredFacts(component));
  }, 60_000);
});
