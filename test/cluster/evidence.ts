import {carries, type Evidence} from '../../source/cluster/causes/evidence.js';
import type {KubernetesObject} from '../../source/cluster/kubernetes-object.js';

/** Of these objects alone; what owns a pod, or selects it by its labels, has it beneath. */
export const evidenceOf = (...objects: readonly KubernetesObject[]): Evidence => ({
  get: ({kind, namespace, name}) =>
    objects.find(
      object =>
        object.kind === kind &&
        object.metadata.name === name &&
        (object.metadata.namespace === namespace || object.metadata.namespace === undefined),
    ),
  all: ({kind}) => objects.filter(object => object.kind === kind),
  events: about =>
    objects.filter(
      ({kind, involvedObject}) =>
        kind === 'Event' && involvedObject.kind === about.kind && involvedObject.name === about.metadata.name,
    ),
  beneath({metadata, spec}) {
    const isOwned = (object: KubernetesObject): boolean =>
      (object.metadata.ownerReferences ?? []).some(({uid}) => uid === metadata.uid);
    const labels = spec?.selector?.matchLabels;
    const isSelected = (object: KubernetesObject): boolean => labels !== undefined && carries(object, labels);
    return {
      pods: objects.filter(object => object.kind === 'Pod' && (isOwned(object) || isSelected(object))),
      between: objects.filter(object => object.kind === 'ReplicaSet' && isOwned(object)),
    };
  },
  sees: () => true,
  now: Date.parse('2026-11-23T15:00:00Z'),
});
