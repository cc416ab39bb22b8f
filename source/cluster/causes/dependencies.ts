import type {KubernetesObject} from '../kubernetes-object.js';
import {ownerOf} from '../membership.js';
import {conditionOf} from '../readiness/verdict.js';
import {sanitiseLine} from '../sanitise.js';
import {type Dependency, dependenciesOf} from './entrypoint.js';
import {type Cause, carries, cause, type Evidence} from './evidence.js';

const isReady = (pod: KubernetesObject): boolean => conditionOf(pod.status, 'Ready')?.status === 'True';

/** What a pod's entrypoint still waits for, as far as the evidence tells: what cannot be judged is named too. */
export const dependencyCause = (pod: KubernetesObject, evidence: Evidence): Cause | undefined => {
  const open = dependenciesOf(pod).filter(dependency => !isMet(dependency, pod, evidence));
  const [first] = open;
  if (first === undefined) return undefined;
  const names = new Set(open.map(dependency => sanitiseLine(nameOfDependency(dependency, pod), 120)));
  return cause('GS-POD-07', `waits for ${[...names].join(', ')}`, {
    root: sanitiseLine(nameOfDependency(first, undefined), 120),
    waitsFor: [...new Set(open.flatMap(dependency => workloadsOf(dependency, evidence)))],
  });
};

/** The workloads that would meet it. */
const workloadsOf = (dependency: Dependency, {jobs, pods, services}: Evidence): string[] => {
  const {namespace} = 'namespace' in dependency ? dependency : {namespace: ''};
  const owners = (labels: Readonly<Record<string, string>>): string[] =>
    pods
      .filter(({metadata}) => metadata.namespace === namespace)
      .filter(pod => carries(pod, labels))
      .flatMap(ownerNameOf);
  switch (dependency.kind) {
    case 'Job':
      return dependency.name === undefined
        ? jobs
            .filter(job => job.metadata.namespace === namespace && carries(job, dependency.labels ?? {}))
            .map(({metadata}) => `Job ${namespace}/${metadata.name}`)
        : [`Job ${namespace}/${dependency.name}`];
    case 'DaemonSet':
      return [`DaemonSet ${namespace}/${dependency.name}`];
    case 'Pod':
      return owners(dependency.labels);
    case 'Service': {
      const selector = services?.find(
        ({metadata}) => metadata.namespace === namespace && metadata.name === dependency.name,
      )?.spec?.selector;
      return selector === undefined ? [] : owners(selector);
    }
    default:
      return [];
  }
};

/** A Deployment owns its pods through a ReplicaSet, whose name has a hash behind. */
const ownerNameOf = ({metadata}: KubernetesObject): string[] => {
  const owner = ownerOf(metadata.ownerReferences);
  if (owner === undefined) return [];
  return owner.kind === 'ReplicaSet'
    ? [`Deployment ${metadata.namespace}/${owner.name.replace(/-[a-z0-9]+$/, '')}`]
    : [`${owner.kind} ${metadata.namespace}/${owner.name}`];
};

const isMet = (dependency: Dependency, pod: KubernetesObject, evidence: Evidence): boolean => {
  switch (dependency.kind) {
    case 'Job': {
      const {namespace, name, labels = {}} = dependency;
      const jobs = evidence.jobs.filter(
        job =>
          job.metadata.namespace === namespace &&
          (name === undefined ? carries(job, labels) : job.metadata.name === name),
      );
      return jobs.length > 0 && jobs.every(job => (job.status?.succeeded ?? 0) > 0);
    }
    case 'Service': {
      const {namespace, name} = dependency;
      const selector = evidence.services?.find(
        ({metadata}) => metadata.namespace === namespace && metadata.name === name,
      )?.spec?.selector;
      return (
        selector !== undefined &&
        evidence.pods.some(
          other => other.metadata.namespace === namespace && carries(other, selector) && isReady(other),
        )
      );
    }
    case 'Pod':
      return evidence.pods.some(
        other =>
          other.metadata.namespace === dependency.namespace &&
          carries(other, dependency.labels) &&
          (!dependency.sameNode || other.spec?.nodeName === pod.spec?.nodeName) &&
          isReady(other),
      );
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
