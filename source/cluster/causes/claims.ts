import type {KubernetesObject} from '../kubernetes-object.js';
import {sanitiseLine} from '../sanitise.js';
import {type Cause, cause, type Evidence, lastWarning} from './evidence.js';

const defaultClass = 'storageclass.kubernetes.io/is-default-class';

/** Why a claim is unbound. */
export const whyUnbound = (claim: KubernetesObject, evidence: Evidence): string => {
  const name: string | undefined = claim.spec?.storageClassName;
  const {storageClasses} = evidence;
  if (name === '') return 'it wants a volume without a StorageClass, and none fits';
  if (name === undefined)
    return storageClasses.some(({metadata}) => metadata.annotations?.[defaultClass] === 'true')
      ? 'it has no StorageClass yet'
      : 'it names no StorageClass and the cluster has no default one';
  const storageClass = storageClasses.find(({metadata}) => metadata.name === name);
  if (storageClass === undefined) return `StorageClass ${name} does not exist`;
  const warning = lastWarning(claim, evidence, ['ProvisioningFailed']);
  return warning ?? `StorageClass ${name} (${storageClass.provisioner}) has not made its volume yet`;
};

export interface OpenClaim {
  readonly name: string;
  /** Undefined where there is none of that name. */
  readonly claim: KubernetesObject | undefined;
}

/** The names of the claims that a pod mounts. */
export const claimNamesOf = ({metadata, spec}: KubernetesObject): string[] =>
  ((spec?.volumes ?? []) as Volume[]).flatMap(({name, ephemeral, persistentVolumeClaim}) =>
    ephemeral ? [`${metadata.name}-${name}`] : (persistentVolumeClaim?.claimName ?? []),
  );

interface Volume {
  readonly name: string;
  readonly ephemeral?: object;
  readonly persistentVolumeClaim?: {readonly claimName: string};
}

/** The first claim of the pod that it cannot have. */
export const openClaim = (pod: KubernetesObject, {claims}: Evidence): OpenClaim | undefined => {
  for (const name of claimNamesOf(pod)) {
    const claim = claims.find(
      ({metadata}) => metadata.namespace === pod.metadata.namespace && metadata.name === name,
    );
    if (claim?.status?.phase !== 'Bound') return {name, claim};
  }
  return undefined;
};

/** That it waits for such a claim. */
export const claimCause = (pod: KubernetesObject, evidence: Evidence): Cause | undefined => {
  const open = openClaim(pod, evidence);
  if (open === undefined) return undefined;
  const {claim, name} = open;
  const root = `claim ${pod.metadata.namespace}/${name}`;
  return claim === undefined
    ? cause('GS-POD-01', `waits for claim ${name}, which does not exist`, {root})
    : cause('GS-POD-01', `waits for claim ${name}, unbound: ${whyUnbound(claim, evidence)}`, {
        root: missingClass(claim, evidence) ?? root,
      });
};

/** What many claims have in common. */
const missingClass = ({spec}: KubernetesObject, {storageClasses}: Evidence): string | undefined => {
  const name: string | undefined = spec?.storageClassName;
  return name && !storageClasses.some(({metadata}) => metadata.name === name)
    ? `StorageClass ${sanitiseLine(name, 253)}`
    : undefined;
};
