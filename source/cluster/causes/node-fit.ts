import type {KubernetesObject} from '../kubernetes-object.js';

interface Expression {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
}

interface Toleration {
  readonly key?: string;
  readonly operator?: string;
  readonly value?: string;
  readonly effect?: string;
}

const selectorOf = ({spec}: KubernetesObject): [string, string][] =>
  Object.entries((spec?.nodeSelector ?? {}) as Record<string, string>);

/** One of the terms has to fit as a whole; a DaemonSet's pod names its node by a field, `metadata.name`. */
const termsOf = ({spec}: KubernetesObject): readonly Expression[][] =>
  (
    (spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ??
      []) as {matchExpressions?: Expression[]; matchFields?: Expression[]}[]
  ).map(({matchExpressions = [], matchFields = []}) => [...matchFields, ...matchExpressions]);

const holds = (
  {key, operator, values = []}: Expression,
  labels: Readonly<Record<string, string>>,
): boolean => {
  const value = labels[key];
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return Number(value) > Number(values[0]);
    case 'Lt':
      return Number(value) < Number(values[0]);
    default:
      return false;
  }
};

const fitsTerms = (labels: Readonly<Record<string, string>>, terms: readonly Expression[][]): boolean =>
  terms.some(term => term.every(expression => holds(expression, labels)));

/** Whether a node has the labels that a pod demands. */
export const fitsNode = ({metadata}: KubernetesObject, pod: KubernetesObject): boolean => {
  const labels: Readonly<Record<string, string>> = {...metadata.labels, 'metadata.name': metadata.name};
  const terms = termsOf(pod);
  return (
    selectorOf(pod).every(([key, value]) => labels[key] === value) &&
    (terms.length === 0 || fitsTerms(labels, terms))
  );
};

const describeTerm = (term: readonly Expression[]): string =>
  term
    .map(({key, operator, values = []}) =>
      operator === 'In'
        ? `${key} in ${values.join(', ')}`
        : `${key} ${operator}${values.length === 0 ? '' : ` ${values.join(', ')}`}`,
    )
    .join(' and ');

/** More names than this are a number. */
const mostNames = 4;

const {compare: byName} = new Intl.Collator('en', {numeric: true});

/** `compute-1, compute-2`; past four names the rest is a number. */
export const namesOf = (nodes: readonly KubernetesObject[]): string => {
  const names = nodes.map(({metadata}) => metadata.name).sort(byName);
  return names.length > mostNames
    ? `${names.slice(0, mostNames - 1).join(', ')} and ${names.length - mostNames + 1} more`
    : names.join(', ');
};

/** Labels that name one node. */
const nameLabel = /^kubernetes\.io\/hostname$|\/node$/;

/** Where a PersistentVolume is: `node storage-2`, `a node with topology.kubernetes.io/zone in b`; empty where it does not say. */
export const placeOf = ({spec}: KubernetesObject): string => {
  const terms = (
    (spec?.nodeAffinity?.required?.nodeSelectorTerms ?? []) as {matchExpressions?: Expression[]}[]
  )
    .map(({matchExpressions = []}) => matchExpressions)
    .filter(term => term.length > 0);
  const [only] = terms[0] ?? [];
  if (only === undefined) return '';
  const values = only.values ?? [];
  const isNamed = terms.length === 1 && terms[0]?.length === 1 && only.operator === 'In';
  return isNamed && nameLabel.test(only.key) && values.length === 1
    ? `node ${values[0]}`
    : `a node with ${terms.map(describeTerm).join(' or ')}`;
};

/** What a pod demands of a node: `openstack-control-plane=enabled`, `kubernetes.io/hostname in node4, node5`. */
export const describeWanted = (pod: KubernetesObject): string => {
  const selected = selectorOf(pod).map(entry => entry.join('='));
  const terms = termsOf(pod).map(describeTerm);
  return (
    [...selected, ...(terms.length === 0 ? [] : [terms.join(' or ')])].join(' and ') || 'what it asks for'
  );
};

/** `dedicated=compute` of every taint that keeps the pod away. */
export const untoleratedTaints = ({spec}: KubernetesObject, pod: KubernetesObject): string[] => {
  const tolerations = (pod.spec?.tolerations ?? []) as Toleration[];
  return ((spec?.taints ?? []) as Taint[])
    .filter(
      taint =>
        taint.effect !== 'PreferNoSchedule' &&
        !tolerations.some(
          ({key, operator, value, effect}) =>
            (effect === undefined || effect === '' || effect === taint.effect) &&
            (key === undefined || key === '' || key === taint.key) &&
            (operator === 'Exists' || (value ?? '') === (taint.value ?? '')),
        ),
    )
    .map(({key, value}) => (value ? `${key}=${value}` : key));
};
