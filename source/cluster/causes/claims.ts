import type {KubernetesObject} from '../kubernetes-object.js';
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

/** The first claim of the pod that it cannot have. */
export const claimCause = (pod: KubernetesObject, evidence: Evidence): Cause | undefined => {
  const {namespace} = pod.metadata;
  for (const volume of pod.spec?.volumes ?? []) {
    const name: string | undefined = volume.ephemeral
      ? `${pod.metadata.name}-${volume.name}`
      : volume.persistentVolumeClaim?.claimName;
    if (name === undefined) continue;
    const claim = evidence.claims.find(
      ({metadata}) => metadata.namespace === namespace && metadata.name === name,
    );
    if (claim === undefined) return cause('GS-POD-01', `waits for claim ${name}, which does not exist`);
    if (claim.status?.phase !== 'Bound')
      return cause('GS-POD-01', `waits for claim ${name}, unbound: ${whyUnbound(claim, evidence)}`);
  }
  return undefined;
};
