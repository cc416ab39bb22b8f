import type {KubernetesObject, ObjectMetadata} from '../cluster/kubernetes-object.js';
import {isWell} from '../cluster/pod-status.js';

/** What of an object is kept, by kind: ten thousand of them are to fit where few megabytes are. */

interface Wrote {
  readonly manager?: string;
  readonly time?: string;
  readonly subresource?: string;
  readonly fieldsV1?: Readonly<Record<string, unknown>>;
}

/** Texts that thousands of objects have in common are kept once. */
const texts = new Map<string, string>();
const mostTexts = 20_000;

const shared = (text: string): string => {
  const known = texts.get(text);
  if (known !== undefined) return known;
  if (texts.size < mostTexts) texts.set(text, text);
  return text;
};

const labelsOf = (labels: Record<string, string> | undefined): Record<string, string> | undefined => {
  if (labels === undefined) return undefined;
  const kept: Record<string, string> = {};
  for (const key of Object.keys(labels)) kept[key] = shared(labels[key] as string);
  return kept;
};

/** Annotations by which an object is known or judged. */
const isTelling = (key: string): boolean =>
  key.startsWith('meta.helm.sh/') ||
  key === 'deployment.kubernetes.io/revision' ||
  key === 'helm.sh/hook' ||
  key === 'metallb.io/address-pool' ||
  key === 'metallb.universe.tf/address-pool' ||
  key === 'volume.kubernetes.io/selected-node' ||
  key === 'storageclass.kubernetes.io/is-default-class';

const annotationsOf = (annotations: Record<string, string> | undefined) => {
  const telling = Object.entries(annotations ?? {}).filter(([key]) => isTelling(key));
  return telling.length === 0 ? undefined : Object.fromEntries(telling);
};

/** Undefined members are left out: they take room, too. */
const metadataOf = (metadata: ObjectMetadata): ObjectMetadata => {
  const {
    name,
    namespace,
    uid,
    resourceVersion,
    generation,
    creationTimestamp,
    deletionTimestamp,
    finalizers,
  } = metadata;
  const labels = labelsOf(metadata.labels);
  const annotations = annotationsOf(metadata.annotations);
  return {
    name,
    ...(namespace !== undefined && {namespace: shared(namespace)}),
    ...(uid !== undefined && {uid}),
    ...(resourceVersion !== undefined && {resourceVersion}),
    ...(generation !== undefined && {generation}),
    ...(creationTimestamp !== undefined && {creationTimestamp}),
    ...(deletionTimestamp !== undefined && {deletionTimestamp, finalizers}),
    ...(labels !== undefined && {labels}),
    ...(annotations !== undefined && {annotations}),
    ...(metadata.ownerReferences !== undefined && {ownerReferences: metadata.ownerReferences}),
  };
};

export const plain = (object: KubernetesObject): KubernetesObject => ({
  ...object,
  metadata: metadataOf(object.metadata),
});

interface ContainerStatus {
  readonly name: string;
  readonly ready?: boolean;
  readonly restartCount?: number;
  readonly lastState?: {readonly terminated?: {readonly finishedAt?: string}};
  readonly state?: {readonly running?: object; readonly terminated?: object};
}

/** A pod that is well is not asked why; one that is not keeps all that its causes are read from. */
export const pod = (object: KubernetesObject): KubernetesObject => {
  const {apiVersion, kind, metadata, spec, status} = object;
  if (!isWell(object)) return {apiVersion, kind, metadata: metadataOf(metadata), spec, status};
  const conditions = (status?.conditions ?? []) as {
    type: string;
    status: string;
    lastTransitionTime?: string;
  }[];
  const ready = conditions.find(({type}) => type === 'Ready');
  const statuses = (status?.containerStatuses ?? []) as ContainerStatus[];
  const sidecars = ((spec?.initContainers ?? []) as {name: string; restartPolicy?: string}[]).filter(
    ({restartPolicy}) => restartPolicy === 'Always',
  );
  const ofSidecars = ((status?.initContainerStatuses ?? []) as ContainerStatus[]).filter(({name}) =>
    sidecars.some(sidecar => sidecar.name === name),
  );
  return {
    apiVersion,
    kind,
    metadata: metadataOf(metadata),
    spec: {
      nodeName: spec?.nodeName === undefined ? undefined : shared(String(spec.nodeName)),
      ...(sidecars.length > 0 && {
        initContainers: sidecars.map(({name, restartPolicy}) => ({name: shared(name), restartPolicy})),
      }),
    },
    status: {
      phase: shared(String(status?.phase)),
      conditions: [
        initialized,
        ...(ready === undefined
          ? []
          : [{type: 'Ready', status: shared(ready.status), lastTransitionTime: ready.lastTransitionTime}]),
      ],
      containerStatuses: statuses.map(containerStatus),
      ...(ofSidecars.length > 0 && {initContainerStatuses: ofSidecars.map(containerStatus)}),
    },
  };
};

const containerStatus = ({name, ready, restartCount, lastState, state}: ContainerStatus) => ({
  name: shared(name),
  ready,
  restartCount,
  state: state?.terminated === undefined ? runs : {terminated: state.terminated},
  ...(lastState?.terminated?.finishedAt !== undefined && {
    lastState: {terminated: {finishedAt: lastState.terminated.finishedAt}},
  }),
});

const initialized = {type: 'Initialized', status: 'True'};
const runs = {running: {}};

/** Of the template only where it may run and how others find its pods; and who wrote its spec last. */
export const workload = (object: KubernetesObject): KubernetesObject => {
  const {spec, metadata} = object;
  const template = spec?.template;
  const writer = writerOf((metadata.managedFields ?? []) as Wrote[]);
  return {
    ...object,
    metadata: metadataOf(metadata),
    ...(spec !== undefined && {
      spec: {
        ...spec,
        volumeClaimTemplates: undefined,
        jobTemplate: undefined,
        ...(template !== undefined && {
          template: {
            metadata: {labels: labelsOf(template.metadata?.labels)},
            spec: {nodeSelector: template.spec?.nodeSelector},
          },
        }),
      },
    }),
    ...(writer !== undefined && {writer}),
  };
};

/** Who wrote a spec. */
export interface Writer {
  /** The last of them: `helm`, `kubectl-edit`. */
  readonly by: string;
  /** ISO 8601, to the second, when that was. */
  readonly time: string;
  /** Who said last how many pods there shall be, where that was said by itself; the API does not say when. */
  readonly scaledBy?: string;
}

/** Controllers write annotations and the status, which is nobody's change. */
const writerOf = (all: readonly Wrote[]): Writer | undefined => {
  const [scales, others] = [
    all.filter(({subresource}) => subresource === 'scale'),
    all.filter(({subresource = '', fieldsV1}) => subresource === '' && fieldsV1?.['f:spec'] !== undefined),
  ];
  const last = others.reduce<Wrote | undefined>(
    (newest, one) => ((one.time ?? '') >= (newest?.time ?? '') ? one : newest),
    undefined,
  );
  const scaledBy = scales.at(-1)?.manager;
  return last?.manager === undefined && scaledBy === undefined
    ? undefined
    : {by: last?.manager ?? 'somebody', time: last?.time ?? '', ...(scaledBy !== undefined && {scaledBy})};
};

export const service = ({apiVersion, kind, metadata, spec, status}: KubernetesObject): KubernetesObject => ({
  apiVersion,
  kind,
  metadata: metadataOf(metadata),
  spec: {type: spec?.type, selector: spec?.selector},
  ...(spec?.type === 'LoadBalancer' && {status}),
});

const longestMessage = 600;

export const event = (object: KubernetesObject): KubernetesObject => {
  const {apiVersion, kind, metadata, involvedObject = {}, series} = object;
  return {
    apiVersion,
    kind,
    metadata: metadataOf(metadata),
    involvedObject: {
      kind: shared(String(involvedObject.kind)),
      namespace: involvedObject.namespace,
      name: involvedObject.name,
      uid: involvedObject.uid,
    },
    type: shared(String(object.type)),
    reason: shared(String(object.reason ?? '')),
    message: String(object.message ?? '').slice(0, longestMessage),
    count: object.count,
    lastTimestamp: object.lastTimestamp,
    eventTime: object.eventTime,
    ...(series && {series: {count: series.count, lastObservedTime: series.lastObservedTime}}),
  };
};

export const node = ({apiVersion, kind, metadata, spec, status}: KubernetesObject): KubernetesObject => ({
  apiVersion,
  kind,
  metadata: metadataOf(metadata),
  spec: {unschedulable: spec?.unschedulable, taints: spec?.taints},
  status: {
    conditions: status?.conditions,
    allocatable: status?.allocatable,
    nodeInfo: {kubeletVersion: status?.nodeInfo?.kubeletVersion},
  },
});
