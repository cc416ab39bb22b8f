import {conditionOf} from '../readiness/verdict.js';
import {judge} from '../readiness.js';
import {perObject, warnings} from './evidence.js';
import type {CauseRecord, RecordText} from './record.js';

const kinds = ['apps/Deployment', 'apps/StatefulSet', 'apps/DaemonSet', 'apps/ReplicaSet', 'batch/Job'];

/** What the API said last when a pod of the workload was to be made; nothing where all are there. */
const refusal = perObject((workload, evidence): string | undefined => {
  const {pods, between} = evidence.beneath(workload);
  const {desired} = judge(workload);
  const living = pods.filter(({metadata}) => !metadata.deletionTimestamp).length;
  if (living >= Math.max(1, desired)) return undefined;
  const failure = conditionOf(workload.status, 'ReplicaFailure');
  const said = [workload, ...between].flatMap(object =>
    warnings(object, evidence, 'FailedCreate', 'FailedCreatePod'),
  );
  return said[0] ?? (failure?.status === 'True' ? failure.message : undefined);
});

const refused = (pattern: RegExp, rest: RecordText): CauseRecord => ({
  kinds,
  recognise: (workload, evidence) => {
    const because = refusal(workload, evidence);
    const match = because === undefined ? null : pattern.exec(because);
    return match === null ? undefined : {facts: {because: because ?? '', ...match.groups}};
  },
  ...rest,
});

export const admissionCauses: readonly CauseRecord[] = [
  refused(/service account \S+?\/?(?<account>[^/\s:]+): serviceaccount "[^"]+" not found/, {
    code: 'GS-CFG-04',
    title: 'A ServiceAccount is missing',
    root: 'ServiceAccount {namespace}/{account}',
    clause: 'its pods cannot be made: ServiceAccount {account} does not exist',
    remedy: 'Run the install again: the account comes with the release that uses it.',
    command: 'kubectl -n {namespace} get serviceaccounts',
    about: 'A pod runs under an account of its namespace, which has to be there first.',
  }),
  refused(
    /exceeded quota: (?<quota>[^,]+), requested: (?<requested>\S+), used: (?<used>\S+), limited: (?<limited>\S+)/,
    {
      code: 'GS-ADM-01',
      title: 'A quota has no room',
      root: 'ResourceQuota {namespace}/{quota}',
      clause:
        'its pods cannot be made: quota {quota} has no room for {requested}, of {limited} are {used} used',
      remedy: 'Raise the quota of the namespace, or take it away.',
      command: 'kubectl -n {namespace} describe quota {quota}',
      about: 'A ResourceQuota limits what all pods of a namespace ask for together. Genestack makes none.',
    },
  ),
  refused(/failed quota: (?<quota>[^:]+): must specify (?<wanted>.*)/, {
    code: 'GS-ADM-02',
    title: 'A quota wants every container to say what it takes',
    root: 'ResourceQuota {namespace}/{quota}',
    clause: 'its pods cannot be made: under quota {quota} they must say {wanted}',
    remedy: 'Add a LimitRange with defaults to the namespace, or say the resources in the values.',
    command: 'kubectl -n {namespace} describe quota {quota}',
    about: 'Where a quota counts CPU or memory, a container that asks for none is refused.',
  }),
  refused(
    /(?<rule>(?:maximum|minimum|max) [\w.-]+ (?:usage|limit to request ratio) per (?:Container|Pod|PersistentVolumeClaim) is [^,]+)/,
    {
      code: 'GS-ADM-03',
      title: 'A LimitRange refuses a pod',
      root: 'LimitRange of namespace {namespace}',
      clause: 'its pods cannot be made: {rule}',
      remedy: 'Change the LimitRange of the namespace, or the resources in the values.',
      command: 'kubectl -n {namespace} describe limitrange',
      about: 'A LimitRange bounds what a single container or pod may ask for.',
    },
  ),
  refused(/violates PodSecurity "(?<level>[^"]+)": (?<what>.*)/, {
    code: 'GS-ADM-04',
    title: 'The pod security of a namespace refuses a pod',
    root: 'namespace {namespace}',
    clause: 'its pods cannot be made: the pod security {level} of namespace {namespace} forbids {what}',
    remedy: 'Label the namespace for what runs in it.',
    command: 'kubectl label namespace {namespace} pod-security.kubernetes.io/enforce=privileged --overwrite',
    about:
      'OpenStack and storage use the host: its network, its devices, folders of it. Their namespaces need the level privileged.',
  }),
  refused(
    /(?:admission webhook "(?<policy>[^"]+)" denied the request|ValidatingAdmissionPolicy '(?<rule>[^']+)' with binding '[^']*' denied request)(?:: )?(?<what>.*)/s,
    {
      code: 'GS-ADM-05',
      title: 'A policy denies a pod',
      root: 'policy {policy}{rule}',
      clause: 'its pods cannot be made: policy {policy}{rule} denied them: {what}',
      remedy: 'Except the namespace from the policy, or change what it complains of in the values.',
      about: 'Policy engines and ValidatingAdmissionPolicies have the last word on what may be made.',
    },
  ),
  refused(/failed calling webhook "(?<webhook>[^"]+)": (?<what>.*)/, {
    code: 'GS-ADM-06',
    title: 'An admission webhook does not answer',
    root: 'webhook {webhook}',
    clause: 'its pods cannot be made: webhook {webhook} does not answer: {what}',
    remedy: 'Look at the pods behind that webhook. It goes on by itself once it answers.',
    command:
      'kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations -o yaml | grep -A12 {webhook}',
    about:
      'The API server asks a webhook before it makes an object, over the pod network. A webhook of what was removed refuses everything.',
  }),
  refused(/^/, {
    code: 'GS-POD-10',
    title: 'The pods of a workload cannot be made',
    clause: 'its pods cannot be made: {because}',
    remedy:
      'Read what the API said: a quota, an admission webhook or the pod security of the namespace refuses them.',
    command: 'kubectl -n {namespace} describe {kind} {name}',
    about: 'The API server refuses the pod, so that there is none to look at.',
  }),
];
