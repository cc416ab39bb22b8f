import type {KubernetesObject} from '../kubernetes-object.js';
import {type Evidence, seen, warnings} from './evidence.js';
import type {Facts} from './record.js';

export type ClaimTrouble =
  | 'missing'
  | 'lost'
  | 'class'
  | 'default'
  | 'none fits'
  | 'failed'
  | 'untaken'
  | 'being made';

export interface TroubledClaim {
  readonly trouble: ClaimTrouble;
  readonly facts: Facts;
  /** One of its name without a status where it does not exist. */
  readonly claim: KubernetesObject;
}

/** So long a provisioner may be silent. */
const patienceMilliseconds = 60_000;

const defaultClass = 'storageclass.kubernetes.io/is-default-class';
const selectedNode = 'volume.kubernetes.io/selected-node';

interface Volume {
  readonly name: string;
  readonly ephemeral?: object;
  readonly persistentVolumeClaim?: {readonly claimName: string};
}

/** The names of the claims that a pod mounts. */
export const claimNamesOf = ({metadata, spec}: KubernetesObject): string[] =>
  ((spec?.volumes ?? []) as Volume[]).flatMap(({name, ephemeral, persistentVolumeClaim}) =>
    ephemeral ? [`${metadata.name}-${name}`] : (persistentVolumeClaim?.claimName ?? []),
  );

/** The StatefulSet whose template a claim is of, by its name, `TEMPLATE-SET-ORDINAL`: the longest that fits. */
export const setOfClaim = (
  {metadata}: KubernetesObject,
  evidence: Evidence,
): KubernetesObject | undefined => {
  const made = metadata.name.replace(/-\d+$/, '');
  return evidence
    .all(seen.statefulSet)
    .filter(set => set.metadata.namespace === metadata.namespace && made.endsWith(`-${set.metadata.name}`))
    .toSorted((a, b) => b.metadata.name.length - a.metadata.name.length)
    .at(0);
};

/** The first claim of a pod that it cannot have, and why. */
export const claimTroubleOf = (pod: KubernetesObject, evidence: Evidence): TroubledClaim | undefined => {
  if (!evidence.sees(seen.claim)) return undefined;
  const {namespace} = pod.metadata;
  for (const name of claimNamesOf(pod)) {
    const claim = evidence.get({...seen.claim, namespace, name});
    if (claim === undefined) {
      const metadata = {name, ...(namespace !== undefined && {namespace})};
      return {
        trouble: 'missing',
        facts: {claim: name},
        claim: {...seen.claim, metadata, status: {phase: 'missing'}},
      };
    }
    const found = troubleOfClaim(claim, evidence);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** Why a claim is not bound; undefined where it is, and where its volume is made when its pod has a node. */
export const troubleOfClaim = (claim: KubernetesObject, evidence: Evidence): TroubledClaim | undefined => {
  const {name} = claim.metadata;
  const of = (trouble: ClaimTrouble, facts: Facts = {}): TroubledClaim => ({
    trouble,
    facts: {claim: name, ...facts},
    claim,
  });
  if (claim.status?.phase === 'Bound') return undefined;
  if (claim.status?.phase === 'Lost') return of('lost', {volume: String(claim.spec?.volumeName ?? '')});
  const wanted: string | undefined = claim.spec?.storageClassName;
  if (wanted === '') return of('none fits');
  const seesClasses = evidence.sees(seen.storageClass);
  if (wanted === undefined) {
    const hasDefault = evidence
      .all(seen.storageClass)
      .some(({metadata}) => metadata.annotations?.[defaultClass] === 'true');
    return seesClasses && !hasDefault ? of('default') : of('being made', {maker: 'a StorageClass'});
  }
  const [failure] = warnings(claim, evidence, 'ProvisioningFailed');
  const isAbsent = failure !== undefined && /storageclass\S* "?[^"]*"? not found/i.test(failure);
  const storageClass = evidence.get({...seen.storageClass, name: wanted});
  if (storageClass === undefined && (seesClasses || isAbsent)) return of('class', {class: wanted});
  const facts = {class: wanted, provisioner: String(storageClass?.provisioner ?? wanted)};
  const waitsForPod = storageClass?.volumeBindingMode === 'WaitForFirstConsumer';
  if (waitsForPod && claim.metadata.annotations?.[selectedNode] === undefined) return undefined;
  if (failure !== undefined && !isAbsent) return of('failed', {...facts, because: failure});
  const isTaken = evidence.events(claim).some(({reason}) => reason === 'Provisioning');
  const age = evidence.now - Date.parse(claim.metadata.creationTimestamp ?? '');
  return isTaken || !(age > patienceMilliseconds)
    ? of('being made', {...facts, maker: `StorageClass ${wanted} (${facts.provisioner})`})
    : of('untaken', facts);
};
