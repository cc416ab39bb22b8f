import type {KubernetesObject} from '../kubernetes-object.js';
import {conditionOf} from '../readiness/verdict.js';
import {claimNamesOf} from './claim-trouble.js';
import {type Evidence, perObject, seen} from './evidence.js';
import {describeWanted, fitsNode, namesOf, placeOf, untoleratedTaints} from './node-fit.js';
import type {CauseRecord, Facts, RecordText} from './record.js';

/** One reason of the scheduler and how many nodes it is about. */
interface Rejection {
  readonly count: number;
  readonly text: string;
}

/** Undefined where the pod has a node, or nobody has looked for one. */
const schedulerWords = (pod: KubernetesObject): string | undefined => {
  const scheduled = conditionOf(pod.status, 'PodScheduled');
  return pod.spec?.nodeName || scheduled?.status !== 'False' ? undefined : (scheduled.message ?? '');
};

/** `0/5 nodes are available: 2 Insufficient cpu, 3 node(s) had untolerated taint {a: b}. preemption: …`. */
const rejectionsOf = (words: string): {readonly total: number; readonly rejections: readonly Rejection[]} => {
  const [, total = '0', list = ''] =
    /^\d+\/(\d+) nodes are available: (.*?)(?:\. preemption:|\.?$)/.exec(words) ?? [];
  return {
    total: Number(total),
    rejections: list.split(/, (?=\d+ )/).flatMap(part => {
      const [, count, text] = /^(\d+) (.*)$/.exec(part) ?? [];
      return count === undefined || text === undefined ? [] : [{count: Number(count), text}];
    }),
  };
};

/**
 * The scheduler's filters in their order: a node names the first that it fails, so that the nodes of the last one named came
 * nearest. A tainted control plane beside one full node is no taint's fault. Room and number of pods are one filter.
 */
const filters: readonly (readonly [name: string, order: number, pattern: RegExp])[] = [
  ['volume', 6, /volume node affinity conflict|PersistentVolume's node affinity/],
  ['storage', 7, /enough free storage|available persistent volumes to bind/],
  ['spread', 8, /topology spread|anti-affinity|pod affinity/],
  ['cordoned', 0, /unschedulable/],
  ['taint', 1, /taint/],
  ['selector', 2, /node affinity|node selector|affinity\/selector/],
  ['port', 3, /free ports/],
  ['resources', 4, /^Insufficient /],
  ['pods', 4, /Too many pods/],
];

const filterOf = ({text}: Rejection): string =>
  filters.find(([, , pattern]) => pattern.test(text))?.[0] ?? '';

const orderOf = (rejection: Rejection): number =>
  filters.find(([name]) => name === filterOf(rejection))?.[1] ?? -1;

interface Placing {
  readonly filter: string;
  readonly facts: Facts;
}

const placingOf = perObject((pod, evidence): Placing | undefined => {
  const words = schedulerWords(pod);
  if (words === undefined) return undefined;
  const {total, rejections} = rejectionsOf(words);
  const fitting = evidence.sees(seen.node)
    ? evidence.all(seen.node).filter(node => fitsNode(node, pod))
    : undefined;
  // Where nodes fit by their labels, those that do not are not what it waits for.
  const told =
    fitting !== undefined && fitting.length > 0
      ? rejections.filter(rejection => filterOf(rejection) !== 'selector')
      : rejections;
  const sorted = told
    .filter(rejection => orderOf(rejection) !== -1)
    .toSorted((a, b) => orderOf(b) - orderOf(a) || b.count - a.count);
  const [nearest] = sorted;
  if (nearest === undefined) return {filter: '', facts: {because: words === '' ? '' : `: ${words}`}};
  const filter = filterOf(nearest);
  const alike = rejections.filter(rejection => filterOf(rejection) === filter);
  const others = rejections.filter(rejection => filterOf(rejection) !== filter);
  // A node without the labels may be tainted as well, and would not do without its taint either.
  const tainted = fitting?.filter(node => untoleratedTaints(node, pod).length > 0) ?? [];
  const count =
    filter === 'taint' && tainted.length > 0
      ? tainted.length
      : Math.min(total, Math.max(...alike.map(rejection => rejection.count)));
  const meant =
    filter === 'cordoned'
      ? evidence.sees(seen.node)
        ? evidence.all(seen.node).filter(isCordoned)
        : []
      : filter === 'taint'
        ? tainted
        : (fitting ?? []).filter(node => !isCordoned(node) && !tainted.includes(node));
  const {claim, place} = whereVolume(pod, evidence);
  return {
    filter,
    facts: {
      nodes: `${count} of ${total} node${total === 1 ? '' : 's'}${whichOf(meant, count)}`,
      verb: count === 1 ? 'has' : 'have',
      resource: alike.flatMap(({text}) => /^Insufficient (\S+)/.exec(text)?.[1] ?? []).join(' and '),
      taint: taintOf(nearest.text, fitting ?? [], pod),
      wanted: describeWanted(pod),
      claim,
      place: place || 'another node',
      rule: /anti-affinity|pod affinity/.test(nearest.text)
        ? 'there is another pod that it may not be beside'
        : 'it would not be spread as it demands',
      others: others.length === 0 ? '' : ` (${others.map(({count: n, text}) => `${n} ${text}`).join(', ')})`,
    },
  };
});

const isCordoned = ({spec}: KubernetesObject): boolean => spec?.unschedulable === true;

/** The scheduler says how many nodes, not which: known are those that have got as far as to be refused for that. */
const whichOf = (nodes: readonly KubernetesObject[], count: number): string =>
  nodes.length < count || count === 0 ? '' : ` (${nodes.length > count ? 'of ' : ''}${namesOf(nodes)})`;

const volume = {apiVersion: 'v1', kind: 'PersistentVolume'} as const;

/** The claim of a pod whose volume is bound to a place, and that place; else its first claim. */
const whereVolume = (
  pod: KubernetesObject,
  evidence: Evidence,
): {readonly claim: string; readonly place: string} => {
  const claims = claimNamesOf(pod).map(name => {
    const claim = evidence.get({...seen.claim, namespace: pod.metadata.namespace, name});
    const made = claim?.spec?.volumeName && evidence.get({...volume, name: String(claim.spec.volumeName)});
    return {claim: name, place: made ? placeOf(made) : ''};
  });
  return claims.find(({place}) => place !== '') ?? claims[0] ?? {claim: '', place: ''};
};

/** Newer schedulers say only that there is a taint; the nodes themselves know better. */
const taintOf = (text: string, fitting: readonly KubernetesObject[], pod: KubernetesObject): string => {
  const taints = new Set(fitting.flatMap(node => untoleratedTaints(node, pod)));
  if (taints.size > 0) return [...taints].join(', ');
  const [, key = '', value = ''] = /\{([^:}]+):\s*([^}]*)\}/.exec(text) ?? [];
  return value === '' ? key : `${key}=${value}`;
};

const unplaced = (filter: string, rest: RecordText): CauseRecord => ({
  kinds: ['/Pod'],
  recognise: (pod, evidence) => {
    const placing = placingOf(pod, evidence);
    return placing?.filter === filter ? {facts: placing.facts} : undefined;
  },
  command: 'kubectl -n {namespace} describe pod {name}',
  ...rest,
});

export const schedulingCauses: readonly CauseRecord[] = [
  unplaced('resources', {
    code: 'GS-SCH-01',
    title: 'No node has room for a pod',
    clause: 'has no node: on {nodes} too little {resource} is left{others}',
    remedy: 'Add a node, free one, or let the component ask for less {resource} in its values.',
    command: 'kubectl describe nodes | grep -A8 "Allocated resources"',
    about:
      'The scheduler adds up what pods ask for, not what they use. The nodes counted are those that would do otherwise.',
  }),
  unplaced('taint', {
    code: 'GS-SCH-02',
    title: 'A taint keeps a pod away',
    clause: 'has no node: {nodes} {verb} the taint {taint}, which it does not tolerate{others}',
    remedy: 'Take the taint away, or give the component a toleration in its values.',
    command: 'kubectl get nodes -o custom-columns=NAME:.metadata.name,TAINTS:.spec.taints',
    about:
      'Control planes are often tainted by what made the cluster. Taints node.kubernetes.io/… come and go with the state of a node.',
  }),
  unplaced('selector', {
    code: 'GS-SCH-03',
    title: 'No node carries the labels that a pod asks for',
    clause: 'has no node: no node has {wanted}',
    remedy: 'Label the nodes that shall run it; the roles of the profile set the labels of Genestack.',
    command: 'kubectl get nodes --show-labels',
    about: 'OpenStack runs on nodes by their labels, openstack-control-plane=enabled and others.',
  }),
  unplaced('port', {
    code: 'GS-SCH-08',
    title: 'The port of the host is taken',
    clause: 'has no node: on {nodes} its port of the host is taken by another pod{others}',
    remedy: 'Let fewer replicas run than there are nodes for them, or end what has the port.',
    about: 'A pod with a hostPort, or on the network of the host, can be on a node once.',
  }),
  unplaced('pods', {
    code: 'GS-SCH-06',
    title: 'The nodes run as many pods as they may',
    clause: 'has no node: {nodes} run as many pods as they may{others}',
    remedy: 'Add a node, or raise maxPods of the kubelet.',
    about: 'A kubelet takes 110 pods unless it is told otherwise.',
  }),
  unplaced('cordoned', {
    code: 'GS-SCH-07',
    title: 'The nodes are cordoned',
    clause: 'has no node: {nodes} {verb} been cordoned{others}',
    remedy: 'Give the nodes back when their maintenance is over.',
    command: 'kubectl uncordon NODE',
    about: 'A cordoned node keeps its pods and takes no more.',
  }),
  unplaced('volume', {
    code: 'GS-SCH-04',
    title: 'The volume of a pod is on a node that may not run it',
    clause: 'has no node: the volume of claim {claim} is on {place}{others}',
    remedy:
      'Bring that node back, or move the data. Where there is none worth keeping, delete the claim, then the pod.',
    command: 'kubectl -n {namespace} get pvc {claim} -o jsonpath={.spec.volumeName}',
    about: 'A local volume (TopoLVM, a disk of one node) binds its pod to the node for good.',
  }),
  unplaced('storage', {
    code: 'GS-SCH-09',
    title: 'No node has as much free storage',
    clause: 'has no node: {nodes} {verb} too little free storage for claim {claim}{others}',
    remedy: 'Extend the volume group of a node, or ask for a smaller volume.',
    about: 'Drivers of local volumes tell the scheduler how much is left on each node.',
  }),
  unplaced('spread', {
    code: 'GS-SCH-05',
    title: 'The replicas of a workload keep each other away',
    clause: 'has no node: on {nodes} {rule}{others}',
    remedy: 'Add a node, or ask for fewer replicas.',
    about: 'Databases and queues want a node for each replica, so that one node cannot take two of them.',
  }),
  unplaced('', {
    code: 'GS-POD-02',
    title: 'A pod has no node',
    clause: 'has no node{because}',
    remedy:
      'Give a node what it asks for: the label of its role, free CPU and memory, or no taint that it does not tolerate.',
    about: 'The scheduler has looked at it and found no node.',
  }),
];
