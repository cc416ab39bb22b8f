import type {KubernetesObject} from '../kubernetes-object.js';
import {conditionOf} from '../readiness/verdict.js';
import {seen} from './evidence.js';
import type {CauseRecord} from './record.js';

/** Why a node is not ready; undefined where it is. */
const unready = ({status}: KubernetesObject): string | undefined => {
  const ready = conditionOf(status, 'Ready');
  return ready === undefined || ready.status === 'True'
    ? undefined
    : (ready.message ?? ready.reason ?? ready.status);
};

const pressed = (
  condition: string,
  rest: Pick<CauseRecord, 'code' | 'title' | 'clause' | 'remedy' | 'about'>,
): CauseRecord => ({
  kinds: ['/Node'],
  recognise: ({status}) => (conditionOf(status, condition)?.status === 'True' ? {} : undefined),
  command: 'kubectl describe node {name}',
  ...rest,
});

/** Asked of a pod on such a node; it is asked of the node itself, too. */
const nodeNotReady: CauseRecord = {
  code: 'GS-NOD-01',
  title: 'A node is not ready',
  kinds: ['/Pod'],
  recognise: (pod, evidence) => {
    const name: string | undefined = pod.spec?.nodeName;
    const node = name === undefined ? undefined : evidence.get({...seen.node, name});
    const because = node && unready(node);
    return because === undefined ? undefined : {facts: {node: name ?? '', because}};
  },
  clause: 'is on node {node}, which is not ready: {because}',
  root: 'node {node}',
  remedy:
    'Look whether the node runs and its kubelet reports; its pods move away after five minutes where they may.',
  command: 'kubectl describe node {node}',
  about: 'A kubelet reports every ten seconds. After forty without a word its node is not ready.',
};

export const podNodeCauses: readonly CauseRecord[] = [
  {
    code: 'GS-NOD-06',
    title: 'A pod was evicted from its node',
    kinds: ['/Pod'],
    recognise: ({status}) =>
      status?.phase === 'Failed' && status.reason === 'Evicted'
        ? {facts: {because: String(status.message ?? '')}}
        : undefined,
    clause: 'was evicted: {because}',
    remedy: 'Free what the node is short of; another pod is made by itself where its workload may.',
    command: 'kubectl describe node {node}',
    about:
      'A kubelet that runs short of disk or memory ends pods, those first that take more than they asked for.',
  },
  nodeNotReady,
];

export const nodeCauses: readonly CauseRecord[] = [
  {
    ...nodeNotReady,
    kinds: ['/Node'],
    recognise: node => {
      const because = unready(node);
      return because === undefined ? undefined : {facts: {because, node: node.metadata.name}};
    },
    clause: 'is not ready: {because}',
  },
  pressed('DiskPressure', {
    code: 'GS-NOD-02',
    title: 'A node runs out of disk',
    clause: 'has too little disk left',
    remedy: 'Free its disk: unused images and logs first. Meanwhile it takes no pods and evicts some.',
    about: 'By default below 10 % of the disk of the kubelet, or 15 % of that of images.',
  }),
  pressed('MemoryPressure', {
    code: 'GS-NOD-03',
    title: 'A node runs out of memory',
    clause: 'has too little memory left',
    remedy: 'See what takes it, with kubectl top pods; virtual machines are not counted as pods.',
    about: 'The kubelet evicts pods before the kernel has to kill processes.',
  }),
  pressed('PIDPressure', {
    code: 'GS-NOD-04',
    title: 'A node runs out of process ids',
    clause: 'has too few process ids left',
    remedy: 'Find the pod that starts processes without end.',
    about: 'The kernel has a highest number of processes, pid_max.',
  }),
  {
    code: 'GS-NOD-07',
    title: 'A node has no pod network',
    kinds: ['/Node'],
    recognise: ({status}) => {
      const against = conditionOf(status, 'NetworkUnavailable');
      return against?.status === 'True'
        ? {facts: {because: against.message ?? against.reason ?? ''}}
        : undefined;
    },
    clause: 'has no pod network: {because}',
    remedy:
      'See that the pod of the network plugin on that node is ready. Where it is, restart it: some plugins take the condition back only as they begin.',
    command: 'kubectl get pods -A -o wide --field-selector spec.nodeName={name}',
    about:
      'The network plugin sets the condition NetworkUnavailable when it ends, and a cloud before the routes of a node are made. A taint keeps pods from the node meanwhile; those that run there may be without a network.',
  },
  {
    code: 'GS-NOD-05',
    title: 'A node is cordoned',
    kinds: ['/Node'],
    recognise: ({spec}) => (spec?.unschedulable === true ? {} : undefined),
    clause: 'is cordoned: it keeps its pods and takes no more',
    remedy: 'Give it back when its maintenance is over.',
    command: 'kubectl uncordon {name}',
    nature: 'coming',
    about: 'Somebody did it, by hand or with kubectl drain.',
  },
];
