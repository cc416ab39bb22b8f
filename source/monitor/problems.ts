import type {KubernetesObject} from '../cluster/kubernetes-object.js';
import type {Observation, ObservedTrouble} from '../cluster/observation.js';
import {problemsOf as causesOf, componentsOf} from '../cluster/problems.js';
import {sanitiseLine} from '../cluster/sanitise.js';
import type {JudgedResource} from './components.js';
import {endingCertificates} from './expiry.js';
import type {MonitoredComponent, MonitoredNode, Problem} from './view.js';

/** What the problems are read from. */
export interface Scene {
  readonly components: readonly MonitoredComponent[];
  readonly observation: Observation;
  readonly nodes: readonly MonitoredNode[];
  readonly troubles: readonly ObservedTrouble[];
  readonly resources: readonly JudgedResource[];
  readonly certificates: readonly KubernetesObject[];
  readonly volumes: readonly KubernetesObject[];
  readonly pools: readonly KubernetesObject[];
  readonly services: readonly KubernetesObject[];
}

/** Everything that is not well or soon will not be, what needs a person first. Pure. @param now milliseconds since 1970. */
export const problemsOf = (scene: Scene, now: number): readonly Problem[] => {
  const all = [
    ...ofCluster(scene),
    ...saying(scene),
    ...ofNodes(scene.nodes),
    ...scene.resources.flatMap(resource),
    ...scene.services.flatMap(pendingService),
    ...endingCertificates(scene.certificates, now),
    ...scene.volumes.flatMap(volume),
    ...scene.pools.flatMap(pool),
  ];
  return all.toSorted((a, b) => weights.indexOf(a.weight) - weights.indexOf(b.weight));
};

const weights: readonly Problem['weight'][] = ['failed', 'rolling-out', 'attention'];

const bare = {ready: null, desired: null, target: null, behind: []};

const ofCluster = ({components, observation, troubles}: Scene): Problem[] =>
  causesOf(observation, troubles).map((problem): Problem => {
    const {code, root, text, state, passes, rows} = problem;
    const [first] = rows;
    const own = new Set(rows.map(({component}) => component));
    const component = components.find(({name}) => name === first?.component);
    return {
      key: `${code} ${root}`,
      code,
      weight: state === 'failed' || !passes ? 'failed' : 'rolling-out',
      what: first?.component ?? first?.object ?? root,
      text,
      ready: component?.ready ?? null,
      desired: component?.desired ?? null,
      target: component === undefined ? null : {component: component.name, workload: nameIn(first?.object)},
      behind: componentsOf(problem).filter(name => !own.has(name)),
    };
  });

/** `StatefulSet openstack/x` is called `x` where it is asked about. */
const nameIn = (object = ''): string => object.split(/[ /]/).at(-1) ?? '';

/** What is well and has something to say all the same, e.g. a Ceph with a warning. */
const saying = ({components}: Scene): Problem[] =>
  components.flatMap(({name, state, reason}): Problem[] =>
    state === 'ready' && reason !== ''
      ? [
          {
            ...bare,
            key: `says ${name}`,
            code: '',
            weight: 'attention',
            what: name,
            text: reason,
            target: {component: name},
          },
        ]
      : [],
  );

const ofNodes = (nodes: readonly MonitoredNode[]): Problem[] =>
  nodes.flatMap(({name, troubles, isReady}): Problem[] =>
    troubles.length === 0
      ? []
      : [
          {
            ...bare,
            key: `node ${name}`,
            code: 'GS-MON-02',
            weight: isReady ? 'attention' : 'failed',
            what: `node ${name}`,
            text: troubles.join(', '),
          },
        ],
  );

/** A custom resource that is not ready; one that is well and warns is said by its component. */
const resource = ({object, verdict}: JudgedResource): Problem[] => {
  if (verdict.state === 'ready') return [];
  const {kind, metadata} = object;
  return [
    {
      ...bare,
      key: `${kind} ${metadata.namespace ?? ''}/${metadata.name}`,
      code: verdict.code ?? '',
      weight: verdict.state === 'failed' || verdict.code !== undefined ? 'failed' : 'rolling-out',
      what: `${kind} ${sanitiseLine(metadata.name, 253)}`,
      text: verdict.reason,
    },
  ];
};

const pendingService = ({metadata, spec, status}: KubernetesObject): Problem[] =>
  spec?.type === 'LoadBalancer' && !(status?.loadBalancer?.ingress?.length > 0)
    ? [
        {
          ...bare,
          key: `service ${metadata.namespace}/${metadata.name}`,
          code: 'GS-POD-16',
          weight: 'rolling-out',
          what: `service ${sanitiseLine(metadata.name, 253)}`,
          text: 'has no load balancer address yet',
        },
      ]
    : [];

const volume = ({metadata, status, spec}: KubernetesObject): Problem[] =>
  status?.phase === 'Failed'
    ? [
        {
          ...bare,
          key: `volume ${metadata.name}`,
          code: 'GS-MON-03',
          weight: 'attention',
          what: `volume ${sanitiseLine(metadata.name, 253)}`,
          text: `could not be given back${spec?.claimRef?.name ? ` after claim ${sanitiseLine(String(spec.claimRef.name), 253)}` : ''}`,
        },
      ]
    : [];

/** MetalLB counts the addresses of a pool since 0.15. */
const pool = ({metadata, status}: KubernetesObject): Problem[] => {
  const [v4, v6] = [status?.availableIPv4, status?.availableIPv6];
  const isCounted = typeof v4 === 'number' || typeof v6 === 'number';
  return isCounted && (v4 ?? 0) + (v6 ?? 0) === 0
    ? [
        {
          ...bare,
          key: `pool ${metadata.name}`,
          code: 'GS-MON-04',
          weight: 'attention',
          what: `address pool ${sanitiseLine(metadata.name, 253)}`,
          text: 'has no free address left',
        },
      ]
    : [];
};
