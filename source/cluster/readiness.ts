import type {KindRef} from './kubernetes-object.js';
import {kubernetesKinds} from './readiness/kubernetes.js';
import {networking} from './readiness/networking.js';
import {operators} from './readiness/operators.js';
import {
  conditionOf,
  type Judge,
  progressing,
  ready,
  saying,
  whenConditions,
  whenThere,
} from './readiness/verdict.js';
import {workloads} from './readiness/workloads.js';

export type {Verdict} from './readiness/verdict.js';

/** `GROUP/KIND` (`/Pod` of the core group) to its rule; `GROUP/*` for the other kinds of a group. */
const judges: Readonly<Record<string, Judge>> = {
  ...workloads,
  ...kubernetesKinds,
  ...networking,
  ...operators,
  'topolvm.io/*': whenThere,
  'topolvm.cybozu.com/*': whenThere,
};

const groupOf = ({apiVersion}: KindRef): string =>
  apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';

const ownGroups: ReadonlySet<string> = new Set(['', 'apps', 'batch', 'autoscaling', 'policy', 'extensions']);

/** Groups that Kubernetes serves itself; `*.k8s.io` is also taken by its sister projects' custom resources. */
const isOwnGroup = (group: string): boolean =>
  ownGroups.has(group) ||
  /^(admissionregistration|apiregistration|apiextensions|authentication|authorization|autoscaling|certificates|coordination|discovery|events|flowcontrol\.apiserver|internal\.apiserver|networking|node|policy|rbac\.authorization|resource|scheduling|storage|storagemigration|snapshot\.storage)\.k8s\.io$/.test(
    group,
  );

const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

/** For custom resources that no rule names: what their kinds have in common. */
const generic: Judge = object => {
  const {status} = object;
  if (Object.values(status ?? {}).every(isEmpty))
    return progressing('its operator has said nothing of it yet');
  for (const type of ['Reconciling', 'Stalled']) {
    const condition = conditionOf(status, type);
    if (condition?.status === 'True') return progressing(saying(condition));
  }
  return ['Ready', 'Available'].some(type => conditionOf(status, type) !== undefined)
    ? whenConditions(conditionOf(status, 'Ready') ? 'Ready' : 'Available')(object)
    : ready();
};

const judgeOf = (ref: KindRef): Judge | undefined => {
  const group = groupOf(ref);
  return (
    judges[`${group}/${ref.kind}`] ?? judges[`${group}/*`] ?? (isOwnGroup(group) ? () => ready() : undefined)
  );
};

/** What readiness says of an object as the API has it. Pure: the same object has the same verdict. */
export const judge: Judge = object => {
  const {metadata, status} = object;
  if (metadata.deletionTimestamp !== undefined && metadata.deletionTimestamp !== null)
    return progressing('it is being deleted');
  const observed: unknown = status?.observedGeneration;
  if (typeof observed === 'number' && metadata.generation !== undefined && observed < metadata.generation)
    return progressing('its controller has not seen its latest change yet');
  return (judgeOf(object) ?? generic)(object);
};
