import {
  conditionOf,
  failed,
  type Judge,
  progressing,
  ready,
  saying,
  whenConditions,
  whenField,
} from './verdict.js';

const claim: Judge = ({status, spec}) => {
  switch (status?.phase) {
    case 'Bound':
      return ready();
    case 'Lost':
      return failed('its volume is lost', 'GS-POD-14');
    default:
      return progressing(
        `it is unbound${spec?.storageClassName ? ` (StorageClass ${spec.storageClassName})` : ''}`,
      );
  }
};

const customResourceDefinition: Judge = ({status}) => {
  const names = conditionOf(status, 'NamesAccepted');
  if (names?.status === 'False') return failed(saying(names), 'GS-POD-15');
  const established = conditionOf(status, 'Established');
  if (established?.status === 'True') return ready();
  return progressing(established === undefined ? 'it is not established yet' : saying(established));
};

const service: Judge = ({spec, status}) =>
  spec?.type === 'LoadBalancer' && !(status?.loadBalancer?.ingress?.length > 0)
    ? progressing('it has no load balancer address yet', undefined, 'GS-POD-16')
    : ready();

/** Kinds of Kubernetes itself that can be there and not be ready yet; all its others are ready when they exist. */
export const kubernetesKinds: Readonly<Record<string, Judge>> = {
  '/PersistentVolumeClaim': claim,
  '/PersistentVolume': whenField(['phase'], ['Bound', 'Available', 'Released']),
  '/Service': service,
  '/Namespace': whenField(['phase'], ['Active']),
  '/Node': whenConditions('Ready'),
  'apiextensions.k8s.io/CustomResourceDefinition': customResourceDefinition,
  'apiregistration.k8s.io/APIService': whenConditions('Available'),
};
