import type {KubernetesObject} from '../kubernetes-object.js';
import {conditionOf} from '../readiness/verdict.js';
import {sanitiseLine} from '../sanitise.js';
import {type Dependency, dependenciesOf} from './entrypoint.js';
import {carries, type Evidence} from './evidence.js';

const isReady = (pod: KubernetesObject): boolean => conditionOf(pod.status, 'Ready')?.status === 'True';

/** What a pod's entrypoint still waits for, as far as the evidence tells: what cannot be judged is named too. */
export const openDependencies = (pod: KubernetesObject, evidence: Evidence): string[] => [
  ...new Set(
    dependenciesOf(pod)
      .filter(dependency => !isMet(dependency, pod, evidence))
      .map(dependency => sanitiseLine(nameOfDependency(dependency, pod), 120)),
  ),
];

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

const nameOfDependency = (dependency: Dependency, pod: KubernetesObject): string => {
  if (dependency.kind === 'Container') return `its container ${dependency.name}`;
  const place = dependency.namespace === pod.metadata.namespace ? '' : `${dependency.namespace}/`;
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
