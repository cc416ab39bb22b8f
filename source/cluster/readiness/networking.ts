import type {KubernetesObject} from '../kubernetes-object.js';
import {
  conditionOf,
  isCurrent,
  type Judge,
  progressing,
  ready,
  saying,
  type Verdict,
  whenConditions,
  whenThere,
} from './verdict.js';

/** Undefined when the parts, one of the status each, have all the conditions True. */
const against = (
  object: KubernetesObject,
  parts: readonly unknown[],
  types: readonly string[],
): Verdict | undefined => {
  for (const part of parts)
    for (const type of types) {
      const condition = conditionOf(part, type);
      if (condition === undefined) return progressing(`its condition ${type} is not reported yet`);
      if (!isCurrent(condition, object))
        return progressing(`its condition ${type} is of an older generation`);
      if (condition.status !== 'True') return progressing(saying(condition));
    }
  return undefined;
};

const gateway: Judge = object => {
  const {spec, status} = object;
  const own = against(object, [status], ['Accepted', 'Programmed']);
  if (own !== undefined) return own;
  const wanted: number = spec?.listeners?.length ?? 0;
  const listeners: unknown[] = status.listeners ?? [];
  if (listeners.length < wanted)
    return progressing(`${listeners.length} of its ${wanted} listeners are reported`);
  const unresolved = listeners
    .map(listener => conditionOf(listener, 'ResolvedRefs'))
    .find(condition => condition?.status === 'False');
  if (unresolved !== undefined) return progressing(saying(unresolved));
  return against(object, listeners, ['Accepted', 'Programmed']) ?? ready();
};

const route: Judge = object => {
  const parents: unknown[] = object.status?.parents ?? [];
  if (parents.length === 0) return progressing('no gateway has taken it yet');
  return against(object, parents, ['Accepted', 'ResolvedRefs']) ?? ready();
};

/** A policy hangs on what it is for; without a word from there it is taken as is. */
const policy: Judge = object => against(object, object.status?.ancestors ?? [], ['Accepted']) ?? ready();

/** @param type of the condition that says that all is there. */
const tigera =
  (type: string): Judge =>
  object => {
    const degraded = conditionOf(object.status, 'Degraded');
    return degraded?.status === 'True'
      ? progressing(saying(degraded), undefined, 'GS-POD-24')
      : whenConditions(type)(object);
  };

/** Older operators write only the state, newer ones conditions too. */
const apiServer: Judge = object =>
  object.status?.state === 'Ready' ? ready() : whenConditions('Ready')(object);

const providerNetwork: Judge = ({status}) =>
  status?.ready === true ? ready() : progressing('it is not ready on all its nodes');

export const networking: Readonly<Record<string, Judge>> = {
  'gateway.networking.k8s.io/GatewayClass': whenConditions('Accepted'),
  'gateway.networking.k8s.io/Gateway': gateway,
  'gateway.networking.k8s.io/HTTPRoute': route,
  'gateway.networking.k8s.io/GRPCRoute': route,
  'gateway.networking.k8s.io/TLSRoute': route,
  'gateway.networking.k8s.io/TCPRoute': route,
  'gateway.networking.k8s.io/UDPRoute': route,
  'gateway.networking.k8s.io/*': policy,
  'gateway.envoyproxy.io/*': policy,

  'operator.tigera.io/TigeraStatus': tigera('Available'),
  'operator.tigera.io/Installation': tigera('Ready'),
  'operator.tigera.io/APIServer': apiServer,
  'operator.tigera.io/*': whenThere,
  'crd.projectcalico.org/*': whenThere,
  'projectcalico.org/*': whenThere,

  'kubeovn.io/Subnet': whenConditions('Ready'),
  'kubeovn.io/ProviderNetwork': providerNetwork,
  'kubeovn.io/*': whenThere,
  'k8s.cni.cncf.io/*': whenThere,

  // The counters of a pool come only when an address was taken from it.
  'metallb.io/*': whenThere,
  'frrk8s.metallb.io/*': whenThere,
};
