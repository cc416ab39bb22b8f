import {packagePath} from '../assets.js';
import {roleLabels} from '../catalogue/node-roles.js';
import type {Component, Hook, NodeRole, Workload} from '../catalogue/schema.js';

/** Folder of the chart that takes the place of another in a rehearsal. */
export const standInChart = packagePath('assets/rehearsal/stand-in');

type Dependencies = NonNullable<Workload['dependencies']>;

/** As kubernetes-entrypoint reads them; a variable is left out where nothing is waited for. */
const environmentOf = ({services, jobs, pods}: Dependencies = {}): Record<string, string> => ({
  ...(services?.length && {DEPENDENCY_SERVICE: services.join(',')}),
  ...(jobs?.length && {DEPENDENCY_JOBS: jobs.join(',')}),
  ...(pods?.length && {
    DEPENDENCY_POD_JSON: JSON.stringify(
      pods.map(({labels, sameNode = false}) => ({labels, requireSameNode: sameNode})),
    ),
  }),
});

const nodeSelectorOf = (role: NodeRole | undefined): Record<string, string> =>
  role === undefined ? {} : {[roleLabels[role].key]: roleLabels[role].value};

/** `api` of `keystone-api`: what openstack-helm writes in the label `component`. */
const partOf = (component: string, name: string): string =>
  name.startsWith(`${component}-`) ? name.slice(component.length + 1) : name;

const podOf = (component: Component, {name, kind, node, dependencies}: Workload | Hook) => ({
  name,
  kind,
  nodeSelector: nodeSelectorOf(node),
  environment: environmentOf(dependencies),
  // A label takes no colon, and names of roles may hold some.
  labels: {component: partOf(component.name, name).replaceAll(':', '.')},
});

const servicesOf = ({services}: Component): object[] =>
  [...Map.groupBy(services, ({name}) => name).values()].map(same => ({
    name: same[0]?.name,
    type: same[0]?.type ?? 'ClusterIP',
    workload: same[0]?.workload,
    ports: same.map(({port}) => port),
  }));

/** Values of the stand-in chart, so that it renders what the component declares: the same names, hooks and order. */
export const standInValues = (component: Component): object => ({
  component: component.name,
  workloads: component.workloads.map(workload => {
    const pod = podOf(component, workload);
    return {
      ...pod,
      labels: {...pod.labels, ...workload.labels},
      replicas: workload.replicas ?? 1,
      serviceName:
        component.services.find(service => service.workload === workload.name)?.name ?? workload.name,
      claims: workload.claims ?? {},
    };
  }),
  hooks: component.hooks.map(hook => ({
    ...podOf(component, hook),
    events: hook.events,
    weight: hook.weight,
    deletePolicy: hook.deletePolicy ?? '',
  })),
  services: servicesOf(component),
  crds: component.crds,
  objects: component.objects,
});
