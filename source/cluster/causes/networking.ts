import type {KubernetesObject} from '../kubernetes-object.js';
import {conditionOf, saying} from '../readiness/verdict.js';
import {judge} from '../readiness.js';
import {type Evidence, warnings} from './evidence.js';
import type {CauseRecord, Found, RecordText} from './record.js';

const sandboxed = (pattern: RegExp, rest: RecordText): CauseRecord => ({
  kinds: ['/Pod'],
  recognise: (pod: KubernetesObject, evidence: Evidence) => {
    if (pod.status?.phase !== 'Pending') return undefined;
    for (const because of warnings(pod, evidence, 'FailedCreatePodSandBox', 'NetworkNotReady')) {
      const match = pattern.exec(because);
      if (match !== null) return {facts: {because, node: String(pod.spec?.nodeName ?? ''), ...match.groups}};
    }
    return undefined;
  },
  command: 'kubectl -n {namespace} describe pod {name}',
  ...rest,
});

export const sandboxCauses: readonly CauseRecord[] = [
  sandboxed(/no address allocated to pod|no available ip/i, {
    code: 'GS-NET-03',
    title: 'Kube-OVN has no address for a pod',
    root: 'Kube-OVN controller',
    clause: 'cannot be given its network: Kube-OVN has allocated it no address',
    remedy:
      'Read the log of kube-ovn-controller: the subnet is used up, or the controller does not reach the OVN database.',
    command: 'kubectl -n kube-system logs deploy/kube-ovn-controller --tail=50',
    about: 'The controller writes the address onto the pod; the daemon on the node waits for it.',
  }),
  sandboxed(/with gateway (?<gateway>\S+) is not ready|gateway check of (?<other>\S+) /, {
    code: 'GS-NET-04',
    title: 'The gateway of a pod network does not answer',
    root: 'gateway {gateway}{other}',
    clause: 'cannot be given its network: the gateway {gateway}{other} does not answer from node {node}',
    remedy:
      'See that the gateway of an underlay network is reachable from that node, or turn the check off in the subnet.',
    command: 'kubectl get subnets.kubeovn.io',
    about: 'Kube-OVN asks the gateway before it lets a pod start.',
  }),
  sandboxed(
    /kube-ovn-daemon\.sock|cni plugin not initialized|no networks found in \/etc\/cni|connect: no such file or directory/,
    {
      code: 'GS-NET-06',
      title: 'The network plugin does not run on a node',
      root: 'network plugin on node {node}',
      clause: 'cannot be given its network: the network plugin does not run on its node {node}',
      remedy: "Look at the plugin's pod on that node, kube-ovn-cni or calico-node.",
      command: 'kubectl get pods -A -o wide --field-selector spec.nodeName={node}',
      about: 'The kubelet asks the plugin over a socket on the node, and nobody listens there.',
    },
  ),
  sandboxed(/^/, {
    code: 'GS-POD-08',
    title: 'A pod cannot be given its network',
    clause: 'cannot be given its network: {because}',
    remedy: "Look at the network plugin's pods on its node, and for free addresses in the pod network.",
    about:
      'Before any container starts the runtime makes the sandbox of the pod, and the network plugin its interface.',
  }),
];

const pool = {apiVersion: 'metallb.io/v1beta1', kind: 'IPAddressPool'} as const;

/**
 * Whether a pool of MetalLB has no free address left; undefined where nobody counts, as before MetalLB 0.15. Its status counts each
 * family by itself; a pool of both has an address as long as one of them has.
 */
const isUsedUp = ({status}: KubernetesObject): boolean | undefined => {
  const [v4, v6] = [status?.availableIPv4, status?.availableIPv6];
  return typeof v4 === 'number' || typeof v6 === 'number' ? (v4 ?? 0) + (v6 ?? 0) <= 0 : undefined;
};

/** The pool that a Service names. */
const poolOf = ({metadata}: KubernetesObject): string | undefined =>
  metadata.annotations?.['metallb.io/address-pool'] ??
  metadata.annotations?.['metallb.universe.tf/address-pool'];

/** The pools that a Service may take its address from, as far as its annotation and theirs say. */
const poolsFor = (service: KubernetesObject, evidence: Evidence): readonly KubernetesObject[] => {
  const named = poolOf(service);
  return evidence
    .all(pool)
    .filter(({metadata, spec}) =>
      named === undefined ? spec?.autoAssign !== false : metadata.name === named,
    );
};

/** What the pools themselves say, which is known when the event of the Service has expired. */
const poolless = (ask: (service: KubernetesObject, evidence: Evidence) => Found | undefined) => ({
  kinds: ['/Service'],
  recognise: (service: KubernetesObject, evidence: Evidence) =>
    judge(service).code === 'GS-POD-16' && evidence.sees(pool) ? ask(service, evidence) : undefined,
});

const unbalanced = (pattern: RegExp | undefined, rest: RecordText): CauseRecord => ({
  kinds: ['/Service'],
  recognise: (service, evidence) => {
    if (judge(service).code !== 'GS-POD-16') return undefined;
    if (pattern === undefined) {
      const [because = ''] = warnings(service, evidence);
      return {facts: {because: because === '' ? '' : `: ${because}`}};
    }
    for (const because of warnings(service, evidence, 'AllocationFailed', 'SyncLoadBalancerFailed')) {
      const match = pattern.exec(because);
      if (match !== null) return {facts: {because, ...match.groups}};
    }
    return undefined;
  },
  ...rest,
});

const unknownPool: RecordText = {
  code: 'GS-NET-02',
  title: 'A load balancer names a pool that MetalLB does not have',
  root: 'IPAddressPool {pool}{other}',
  clause: 'has no load balancer address: MetalLB has no pool {pool}{other}',
  remedy: 'Make that pool, or name another in the annotation metallb.io/address-pool.',
  command: 'kubectl get ipaddresspools.metallb.io -A',
  about: 'The pools of Genestack come from the load balancer section of the profile.',
};

const noAddress: RecordText = {
  code: 'GS-NET-01',
  title: 'MetalLB has no address left',
  root: 'MetalLB address pools',
  clause: 'has no load balancer address: MetalLB has no free address in a pool that {name} may use{pools}',
  remedy: 'Add addresses to a pool in the profile, or free one that another Service has.',
  command: 'kubectl get services -A | grep LoadBalancer',
  about: 'Each Service of type LoadBalancer takes an address of its own, unless it shares one by annotation.',
};

export const networkingCauses: readonly CauseRecord[] = [
  unbalanced(
    /unknown pool "(?<pool>[^"]+)"|pool "?(?<other>[\w-]+)"? (?:not found|does not exist)/,
    unknownPool,
  ),
  unbalanced(/no available IPs|not allowed in config/, noAddress),
  {
    ...unknownPool,
    ...poolless((service, evidence) => {
      const named = poolOf(service);
      return named === undefined || poolsFor(service, evidence).length > 0
        ? undefined
        : {facts: {pool: named}};
    }),
  },
  {
    ...noAddress,
    ...poolless((service, evidence) => {
      const pools = poolsFor(service, evidence);
      const names = pools.map(({metadata}) => metadata.name).join(', ');
      return pools.length > 0 && pools.every(isUsedUp) ? {facts: {pools: `: ${names}`}} : undefined;
    }),
  },
  unbalanced(undefined, {
    code: 'GS-POD-16',
    title: 'A load balancer has no address',
    clause: 'has no load balancer address yet{because}',
    remedy: 'See that MetalLB is ready and has free addresses in a pool that this Service may use.',
    command: 'kubectl -n {namespace} describe service {name}',
    nature: 'passes',
    about: 'Nobody has given the Service an address, nor said why.',
  }),
  {
    code: 'GS-NET-09',
    title: 'A pool of MetalLB is used up',
    kinds: ['metallb.io/IPAddressPool'],
    recognise: object => (isUsedUp(object) ? {} : undefined),
    clause: 'is an address pool that has no free address left',
    nature: 'coming',
    remedy: 'Add addresses to the pool in the profile before another Service of type LoadBalancer is made.',
    command: 'kubectl get ipaddresspools.metallb.io -A',
    about: 'What has an address keeps it; the next Service that asks for one will wait.',
  },
  {
    code: 'GS-NET-07',
    title: 'A Gateway is not programmed',
    kinds: ['gateway.networking.k8s.io/Gateway'],
    recognise: ({status}) => {
      const against = ['Accepted', 'Programmed']
        .map(type => conditionOf(status, type))
        .find(condition => condition?.status === 'False');
      return against && {facts: {because: against.message ?? against.reason ?? ''}};
    },
    clause: 'is a gateway that takes no traffic: {because}',
    remedy: "Look at the Service of type LoadBalancer that the gateway's controller made, and at its pods.",
    command: 'kubectl -n {namespace} describe gateway {name}',
    about: 'Every public endpoint goes through the gateway. It takes its address from MetalLB.',
  },
  {
    code: 'GS-NET-08',
    title: 'A Kube-OVN subnet is not accepted',
    kinds: ['kubeovn.io/Subnet'],
    recognise: ({status}) => {
      const against = conditionOf(status, 'Ready');
      return against?.status === 'False' ? {facts: {because: saying(against)}} : undefined;
    },
    clause: 'is a subnet that OVN did not take: {because}',
    remedy: 'Correct its addresses: no two subnets may overlap. Else see that ovn-central has its quorum.',
    command: 'kubectl get subnets.kubeovn.io {name} -o yaml',
    about: 'The Kube-OVN controller makes a logical switch of each subnet in the OVN database.',
  },
];
