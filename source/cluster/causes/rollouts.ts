import {conditionOf} from '../readiness/verdict.js';
import {workloadsMaking} from './dependencies.js';
import {judged} from './judged.js';
import type {CauseRecord} from './record.js';

const isHook = (annotations: Readonly<Record<string, string>> | undefined): boolean =>
  annotations?.['helm.sh/hook'] !== undefined;

export const jobCauses: readonly CauseRecord[] = [
  {
    code: 'GS-JOB-02',
    title: 'A Job did not end in its time',
    kinds: ['batch/Job'],
    recognise: ({status}) => {
      const failure = conditionOf(status, 'Failed');
      return failure?.status === 'True' && failure.reason === 'DeadlineExceeded'
        ? {facts: {reason: failure.reason}}
        : undefined;
    },
    clause: 'it did not end in its time ({reason})',
    remedy: 'See what it waited for, delete the Job and run this again.',
    command: 'kubectl -n {namespace} describe job {name}',
    about: 'The Job has a deadline, and Kubernetes ended its pod at it, together with its log.',
  },
  {
    code: 'GS-JOB-01',
    title: 'A hook Job has failed',
    kinds: ['batch/Job'],
    recognise: ({metadata, status}) => {
      const failure = conditionOf(status, 'Failed');
      return failure?.status === 'True' && isHook(metadata.annotations)
        ? {facts: {reason: failure.reason ?? 'Failed', because: failure.message ?? ''}}
        : undefined;
    },
    clause: 'its hook {name} has failed ({reason}): {because}',
    remedy: 'Read the log of its last pod (l), mend the cause, delete the Job and run this again.',
    command: 'kubectl -n {namespace} logs job/{name}',
    about:
      'Databases, users and endpoints of a service are made by Jobs that Helm runs around its release. Helm ends the release with the Job.',
  },
  judged({
    code: 'GS-POD-12',
    title: 'A Job has failed',
    kinds: ['batch/Job'],
    clause: '{because}',
    remedy: 'Read the log of its last pod (l), mend the cause, delete the Job and run this again.',
    command: 'kubectl -n {namespace} logs job/{name}',
    about: 'It failed as often as it may and is not tried again by itself.',
  }),
];

export const rolloutCauses: readonly CauseRecord[] = [
  {
    code: 'GS-ROL-01',
    title: 'A rollout is paused',
    kinds: ['apps/Deployment'],
    recognise: object => (object.spec?.paused === true ? {} : undefined),
    clause: 'it is paused',
    remedy: 'Let it go on.',
    command: 'kubectl -n {namespace} rollout resume deployment {name}',
    about: 'Somebody paused it by hand: nothing of a new revision is started until it is resumed.',
  },
  judged({
    code: 'GS-POD-11',
    title: 'No node matches the selector of a DaemonSet',
    kinds: ['apps/DaemonSet'],
    clause: '{because}',
    remedy: 'Label the nodes that shall run it: kubectl label node NAME KEY=VALUE.',
    command: 'kubectl get nodes --show-labels',
    about: 'A DaemonSet runs on every node with its labels, and no node has them.',
  }),
  judged({
    code: 'GS-POD-09',
    title: 'A rollout is past its deadline',
    kinds: ['apps/Deployment'],
    clause: '{because}',
    remedy: 'Look at its pods: a slow image still comes, a crash or a full node does not pass.',
    command: 'kubectl -n {namespace} rollout status deployment {name}',
    about: 'Past its deadline a Deployment goes on trying; nothing is undone by it.',
  }),
  {
    code: 'GS-ROL-02',
    title: 'A disruption budget allows nothing',
    kinds: ['policy/PodDisruptionBudget'],
    recognise: ({metadata, spec, status}, evidence) => {
      const {currentHealthy = 0, desiredHealthy = 0, expectedPods = 0, disruptionsAllowed = 0} = status ?? {};
      if (expectedPods === 0 || disruptionsAllowed > 0 || currentHealthy >= desiredHealthy) return undefined;
      return {
        facts: {healthy: String(currentHealthy), wanted: String(desiredHealthy)},
        waitsFor: workloadsMaking(spec?.selector?.matchLabels ?? {}, metadata.namespace, evidence),
      };
    },
    clause: 'allows no pod to be taken: {healthy} healthy, {wanted} wanted',
    remedy: 'Mend the pods that are not ready; until then no node that runs them can be drained.',
    command: 'kubectl -n {namespace} describe pdb {name}',
    nature: 'coming',
    about: 'The budget protects what is left of a database or queue. kubectl drain waits for it without end.',
  },
  {
    code: 'GS-ROL-03',
    title: 'An autoscaler has no metrics',
    kinds: ['autoscaling/HorizontalPodAutoscaler'],
    recognise: ({status}) => {
      const active = conditionOf(status, 'ScalingActive');
      return active?.status === 'False' && active.reason !== 'ScalingDisabled'
        ? {facts: {because: active.message ?? active.reason ?? ''}}
        : undefined;
    },
    clause: 'has no metrics to go by: {because}',
    root: 'metrics API',
    remedy: 'See that metrics-server is ready; until then the number of replicas stays as it is.',
    command: 'kubectl get apiservice v1beta1.metrics.k8s.io',
    nature: 'coming',
    about:
      'An autoscaler asks the metrics API for the CPU of the pods. A fresh pod has no metrics for a minute.',
  },
];
