import type {KubernetesObject} from '../kubernetes-object.js';
import {ownerOf} from '../membership.js';
import {conditionOf} from '../readiness/verdict.js';
import {statusesOf} from './containers.js';
import {type Dependency, dependenciesOf} from './entrypoint.js';
import {carries, type Evidence, nameIn, objectName, seen} from './evidence.js';
import type {CauseRecord, Found} from './record.js';

export const isReady = (pod: KubernetesObject): boolean =>
  conditionOf(pod.status, 'Ready')?.status === 'True';

/** What a pod's entrypoint still waits for, as far as the evidence tells: what cannot be judged is named too. */
const openDependencies = (pod: KubernetesObject, evidence: Evidence): Found | undefined => {
  if (conditionOf(pod.status, 'Initialized')?.status === 'True') return undefined;
  const isWaiting = statusesOf(pod, 'initContainerStatuses').some(
    ({state}) => state?.running ?? state?.waiting,
  );
  const open = isWaiting ? dependenciesOf(pod).filter(dependency => !isMet(dependency, pod, evidence)) : [];
  const [first] = open;
  if (first === undefined) return undefined;
  const names = new Set(open.map(dependency => nameOfDependency(dependency, pod)));
  return {
    facts: {others: [...names].join(', '), first: nameOfDependency(first, undefined)},
    waitsFor: [...new Set(open.flatMap(dependency => metBy(dependency, evidence)))],
  };
};

export const dependencyCauses: readonly CauseRecord[] = [
  {
    code: 'GS-POD-07',
    title: 'A pod waits in its init containers for others',
    kinds: ['/Pod'],
    recognise: openDependencies,
    clause: 'waits for {others}',
    remedy: 'Look at what it waits for: it goes on by itself once that is there.',
    root: '{first}',
    nature: 'waits',
    about:
      'The init container of an OpenStack chart waits until Services answer, Jobs are complete and pods of its node are ready. What it waits for has its own cause, and that is the one to mend; where nothing of that name exists, the component that brings it is off or has not begun.',
  },
];

const templates = [seen.statefulSet, seen.deployment, seen.daemonSet] as const;

/** The workloads that would meet it, by the labels that they give their pods. */
const metBy = (dependency: Dependency, evidence: Evidence): string[] => {
  const namespace = 'namespace' in dependency ? dependency.namespace : undefined;
  const making = (labels: Readonly<Record<string, string>>): string[] =>
    workloadsMaking(labels, namespace, evidence);
  switch (dependency.kind) {
    case 'Job':
      return dependency.name === undefined
        ? evidence
            .all(seen.job)
            .filter(job => job.metadata.namespace === namespace && carries(job, dependency.labels ?? {}))
            .map(objectName)
        : [nameIn('Job', namespace, dependency.name)];
    case 'DaemonSet':
      return [nameIn('DaemonSet', namespace, dependency.name)];
    case 'CustomResource':
      return [nameIn(dependency.resource, namespace, dependency.name)];
    case 'Pod':
      return making(dependency.labels);
    case 'Service': {
      const service = evidence.get({...seen.service, namespace, name: dependency.name});
      return service === undefined ? [] : behindService(service, evidence);
    }
    default:
      return [];
  }
};

/** Operators select by labels of single pods, which no template has; what they made has one owner. */
const behindService = (service: KubernetesObject, evidence: Evidence): string[] => {
  const {namespace, ownerReferences} = service.metadata;
  const selector: Record<string, string> = service.spec?.selector ?? {};
  if (Object.keys(selector).length === 0) return [];
  const made = workloadsMaking(selector, namespace, evidence);
  const owner = ownerOf(ownerReferences)?.uid;
  return made.length > 0 || owner === undefined
    ? made
    : templates
        .flatMap(kind => evidence.all(kind))
        .filter(workload => ownerOf(workload.metadata.ownerReferences)?.uid === owner)
        .map(objectName);
};

export const workloadsMaking = (
  labels: Readonly<Record<string, string>>,
  namespace: string | undefined,
  evidence: Evidence,
): string[] =>
  templates
    .flatMap(kind => evidence.all(kind))
    .filter(({metadata, spec}) => {
      const own: Record<string, string> = spec?.template?.metadata?.labels ?? {};
      return (
        metadata.namespace === namespace && Object.entries(labels).every(([key, value]) => own[key] === value)
      );
    })
    .map(objectName);

const isMet = (dependency: Dependency, pod: KubernetesObject, evidence: Evidence): boolean => {
  switch (dependency.kind) {
    case 'Job': {
      const {namespace, name, labels = {}} = dependency;
      const jobs =
        name === undefined
          ? evidence.all(seen.job).filter(job => job.metadata.namespace === namespace && carries(job, labels))
          : [evidence.get({...seen.job, namespace, name})].filter(job => job !== undefined);
      return jobs.length > 0 && jobs.every(job => (job.status?.succeeded ?? 0) > 0);
    }
    case 'Service': {
      const {namespace, name} = dependency;
      const selector = evidence.get({...seen.service, namespace, name})?.spec?.selector;
      return (
        selector !== undefined &&
        evidence
          .all(seen.pod)
          .some(other => other.metadata.namespace === namespace && carries(other, selector) && isReady(other))
      );
    }
    case 'Pod':
      return evidence
        .all(seen.pod)
        .some(
          other =>
            other.metadata.namespace === dependency.namespace &&
            carries(other, dependency.labels) &&
            (!dependency.sameNode || other.spec?.nodeName === pod.spec?.nodeName) &&
            isReady(other),
        );
    case 'DaemonSet': {
      const {namespace, name} = dependency;
      const daemonSet = evidence.get({...seen.daemonSet, namespace, name});
      const beside =
        daemonSet &&
        evidence.beneath(daemonSet).pods.find(other => other.spec?.nodeName === pod.spec?.nodeName);
      // On a node on which it runs no pod it is no obstacle.
      return daemonSet !== undefined && (beside === undefined || isReady(beside));
    }
    default:
      return false;
  }
};

/** Seen from a pod, whose own namespace is not said. */
const nameOfDependency = (dependency: Dependency, pod: KubernetesObject | undefined): string => {
  if (dependency.kind === 'Container') return `its container ${dependency.name}`;
  const place = dependency.namespace === pod?.metadata.namespace ? '' : `${dependency.namespace}/`;
  const labels = (values: Readonly<Record<string, string>> = {}): string =>
    Object.entries(values)
      .map(entry => entry.join('='))
      .join(',');
  switch (dependency.kind) {
    case 'Pod':
      return `a pod ${place}${labels(dependency.labels)}${dependency.sameNode ? ' on its node' : ''}`;
    case 'Job':
      return `Job ${place}${dependency.name ?? labels(dependency.labels)}`;
    case 'CustomResource':
      return `${dependency.resource} ${place}${dependency.name}`;
    default:
      return `${dependency.kind} ${place}${dependency.name}`;
  }
};
