import {Address4, Address6} from 'ip-address';
import type {KubernetesObject} from '../../cluster/kubernetes-object.js';

/** The documentation range of RFC 5737 that no one routes; taken where there are no pools. */
const unpooled = ['203.0.113.1-203.0.113.254'];

const poolAnnotations = ['metallb.io/address-pool', 'metallb.universe.tf/address-pool'];
const wishAnnotations = ['metallb.io/loadBalancerIPs', 'metallb.universe.tf/loadBalancerIPs'];
const sharingAnnotations = ['metallb.io/allow-shared-ip', 'metallb.universe.tf/allow-shared-ip'];

/**
 * The address that a Service of type LoadBalancer gets, as MetalLB chooses: its own wish, else the first free one of
 * the pool it names, else of the first pool that assigns by itself. Undefined where it wants none, has one, or none is
 * free; `taken` are the other Services.
 */
export const addressFor = (
  service: KubernetesObject,
  others: readonly KubernetesObject[],
  pools: readonly KubernetesObject[],
): string | undefined => {
  if (service.spec?.type !== 'LoadBalancer' || addressOf(service) !== undefined) {
    return undefined;
  }
  const sharing = annotationOf(service, sharingAnnotations);
  const taken = new Set(
    others
      .filter(other => sharing === undefined || annotationOf(other, sharingAnnotations) !== sharing)
      .map(addressOf),
  );
  const wish = annotationOf(service, wishAnnotations)?.split(',')[0]?.trim() || service.spec.loadBalancerIP;
  if (wish) {
    return taken.has(wish) ? undefined : wish;
  }
  const shared =
    sharing === undefined
      ? undefined
      : others.find(other => annotationOf(other, sharingAnnotations) === sharing && addressOf(other));
  if (shared) {
    return addressOf(shared);
  }
  for (const address of candidates(service, pools)) {
    if (!taken.has(address)) {
      return address;
    }
  }
  return undefined;
};

export const addressOf = (service: KubernetesObject): string | undefined =>
  service.status?.loadBalancer?.ingress?.[0]?.ip;

function* candidates(service: KubernetesObject, pools: readonly KubernetesObject[]): Iterable<string> {
  if (pools.length === 0) {
    yield* unpooled.flatMap(range => [...addressesOf(range)]);
    return;
  }
  const named = annotationOf(service, poolAnnotations);
  const sorted = pools
    .filter(pool => (named === undefined ? pool.spec?.autoAssign !== false : pool.metadata.name === named))
    .toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  for (const pool of sorted) {
    for (const range of (pool.spec?.addresses ?? []) as string[]) {
      yield* addressesOf(range);
    }
  }
}

/** Every address of `10.0.0.0/24` or `10.0.0.1-10.0.0.9`, in order, IPv4 or IPv6; none where it is malformed. */
function* addressesOf(range: string): Iterable<string> {
  const Address = range.includes(':') ? Address6 : Address4;
  let bounds: [bigint, bigint];
  try {
    const [from = '', to] = range.split('-').map(part => part.trim());
    const first = new Address(from);
    bounds =
      to === undefined
        ? [first.startAddress().bigInt(), first.endAddress().bigInt()]
        : [first.bigInt(), new Address(to).bigInt()];
  } catch {
    return;
  }
  for (let value = bounds[0]; value <= bounds[1]; value++) {
    yield Address.fromBigInt(value).correctForm();
  }
}

const annotationOf = (object: KubernetesObject, names: readonly string[]): string | undefined =>
  names.map(name => object.metadata.annotations?.[name]).find(value => value !== undefined);
