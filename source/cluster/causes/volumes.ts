import type {KubernetesObject} from '../kubernetes-object.js';
import {type ClaimTrouble, claimTroubleOf, troubleOfClaim} from './claim-trouble.js';
import {type Evidence, warnings} from './evidence.js';
import type {CauseRecord, Found, RecordText} from './record.js';

/** Asked of the pod that waits for it and of the claim itself. */
const claimed = (trouble: ClaimTrouble, rest: RecordText): CauseRecord => ({
  kinds: ['/Pod', '/PersistentVolumeClaim'],
  root: 'claim {namespace}/{claim}',
  recognise: (object, evidence) => {
    const isClaim = object.kind === 'PersistentVolumeClaim';
    if (!isClaim && hasStarted(object)) return undefined;
    const found = isClaim ? troubleOfClaim(object, evidence) : claimTroubleOf(object, evidence);
    if (found?.trouble !== trouble) return undefined;
    const waits = isClaim ? 'is unbound' : `waits for claim ${found.facts.claim}, unbound`;
    return {facts: {...found.facts, waits}, beneath: isClaim ? [] : [found.claim]};
  },
  command: 'kubectl -n {namespace} describe pvc {claim}',
  ...rest,
});

/** A pod that has run has had its volumes. */
const hasStarted = ({status}: KubernetesObject): boolean => status?.phase !== 'Pending';

/** Asked of a pod whose volumes its node cannot have; `pattern` names its groups as the facts. */
const mounted = (reasons: readonly string[], pattern: RegExp, rest: RecordText): CauseRecord => ({
  kinds: ['/Pod'],
  recognise: (pod: KubernetesObject, evidence: Evidence): Found | undefined => {
    if (hasStarted(pod) || !pod.spec?.nodeName) return undefined;
    for (const because of warnings(pod, evidence, ...reasons)) {
      const match = pattern.exec(because);
      if (match !== null) return {facts: {because, node: String(pod.spec.nodeName), ...match.groups}};
    }
    return undefined;
  },
  command: 'kubectl -n {namespace} describe pod {name}',
  ...rest,
});

export const claimCauses: readonly CauseRecord[] = [
  claimed('class', {
    code: 'GS-VOL-01',
    title: 'A claim names a StorageClass that does not exist',
    root: 'StorageClass {class}',
    clause: '{waits}: StorageClass {class} does not exist',
    remedy:
      'Choose another class in the storage section of the profile, or install what brings this one; existing claims keep the name that they were made with.',
    command: 'kubectl get storageclass',
    about:
      'Claims name the classes that the storage section of the profile chooses: general and general-multi-attach, which Genestack makes, or with existing those that the cluster had before, by their own names.',
  }),
  claimed('default', {
    code: 'GS-VOL-02',
    title: 'A claim names no StorageClass and none is the default',
    root: 'default StorageClass',
    clause: '{waits}: it names no StorageClass and the cluster has no default one',
    remedy: 'Make one the default with the annotation storageclass.kubernetes.io/is-default-class=true.',
    command: 'kubectl get storageclass',
    about: 'A claim without a class waits until there is a default one, and takes it.',
  }),
  claimed('failed', {
    code: 'GS-VOL-03',
    title: 'The provisioner cannot make a volume',
    root: 'provisioner {provisioner}',
    clause: '{waits}: {because}',
    remedy:
      'Read what the provisioner says. With Ceph look at its health first: an unhealthy cluster makes no volumes, and tries again by itself.',
    about: 'The driver has taken the claim and reports an error each time it tries.',
  }),
  claimed('untaken', {
    code: 'GS-VOL-04',
    title: 'No provisioner takes a claim',
    root: 'provisioner {provisioner}',
    clause: '{waits}: provisioner {provisioner} of StorageClass {class} has not made its volume',
    remedy: "See that the driver's controller runs: its pods are in the namespace of the storage component.",
    command: 'kubectl get pods -A | grep -i csi',
    about: 'A StorageClass names its driver, and nobody checks that it runs.',
  }),
  claimed('none fits', {
    code: 'GS-VOL-09',
    title: 'A claim wants an existing volume, and none fits',
    clause: '{waits}: it wants a volume without a StorageClass, and none fits',
    remedy: 'Make a PersistentVolume of its size and access modes, or name a StorageClass.',
    command: 'kubectl get pv',
    about: 'A claim whose class is the empty string is never provisioned.',
  }),
  claimed('lost', {
    code: 'GS-POD-14',
    title: 'The volume of a claim is lost',
    clause: '{waits}: its volume is lost, PersistentVolume {volume} does not exist',
    remedy:
      'Bring its volume back from the storage or from a backup, then delete the claim and let it be made anew.',
    about:
      'The claim was bound to a PersistentVolume that is gone. The data may still be in the storage itself.',
  }),
  claimed('missing', {
    code: 'GS-VOL-05',
    title: 'A pod names a claim that does not exist',
    clause: 'waits for claim {claim}, which does not exist',
    remedy: 'Apply what brings the claim, or name another in the values.',
    command: 'kubectl -n {namespace} get pvc',
    about: 'Claims of a StatefulSet are made with its pods; others come with the chart or are made by hand.',
  }),
  claimed('being made', {
    code: 'GS-POD-01',
    title: 'A claim is unbound',
    clause: '{waits}: {maker} has not made its volume yet, it is being made',
    remedy: 'Wait a little; then mend the driver that makes volumes of this class.',
    about: 'The volume is being made. It takes seconds with most drivers and minutes with some.',
  }),
];

export const volumeCauses: readonly CauseRecord[] = [
  {
    code: 'GS-VOL-11',
    title: 'A claim is nearly full',
    kinds: ['/PersistentVolumeClaim'],
    recognise: (claim, evidence) => {
      const percent = evidence.fullness?.(claim);
      return percent === undefined ? undefined : {facts: {percent: String(percent)}};
    },
    root: 'claim {namespace}/{name}',
    clause: 'is {percent} % full',
    nature: 'coming',
    remedy:
      'Give it more room: where its StorageClass allows expansion raise spec.resources.requests.storage of the claim, else take out of it what is not needed any more.',
    command: 'kubectl -n {namespace} get pvc {name} -o wide',
    about:
      'Prometheus says so, by what the kubelet measures of a volume that is mounted; from 85 % on. A database or a broker that cannot write any more stops, and comes back only with more room.',
  },
  {
    code: 'GS-VOL-10',
    title: 'A volume could not be given back',
    kinds: ['/PersistentVolume'],
    recognise: ({spec, status}) =>
      status?.phase === 'Failed'
        ? {facts: {claim: String(spec?.claimRef?.name ?? ''), because: String(status.message ?? '')}}
        : undefined,
    clause: 'is a volume that could not be given back after claim {claim}: {because}',
    nature: 'coming',
    remedy:
      'Delete what is behind it in the storage, then the PersistentVolume. Its data is still there until then.',
    command: 'kubectl describe pv {name}',
    about: 'Its claim is gone and its class says Delete, and whoever should have deleted it could not.',
  },
];

const attach = ['FailedAttachVolume'];
const mount = ['FailedMount', 'FailedMapVolume', 'FailedAttachVolume'];

export const mountCauses: readonly CauseRecord[] = [
  mounted(attach, /Multi-Attach error for volume "(?<volume>[^"]+)"/, {
    code: 'GS-VOL-06',
    title: 'Another node still has the volume',
    clause: 'cannot start: another node still has the volume {volume}',
    remedy:
      'Wait until the other node has let it go. Where that node is dead for good, give it the taint node.kubernetes.io/out-of-service and the volume is taken from it.',
    command: 'kubectl get volumeattachments | grep {volume}',
    about: 'A ReadWriteOnce volume is on one node at a time. A node that does not answer keeps its volumes.',
  }),
  mounted(mount, /driver name (?<driver>\S+) not found in the list of registered CSI drivers/, {
    code: 'GS-VOL-08',
    title: 'The CSI driver does not run on the node',
    root: 'CSI driver {driver}',
    clause: 'cannot start: the CSI driver {driver} does not run on its node',
    remedy: "See that the driver's DaemonSet has a ready pod on that node, and restart that pod.",
    command: 'kubectl get csinodes -o yaml | grep -B3 {driver}',
    about:
      'The node plugin registers the driver with the kubelet. Labels and taints may keep its pod from a node.',
  }),
  mounted(mount, /-t (?<type>\w+)\b.*need a \/sbin\/mount\.<type> helper program/s, {
    code: 'GS-VOL-12',
    title: 'The node has not the program that mounts such a volume',
    root: 'mount.{type} on node {node}',
    clause: 'cannot mount a volume: its node {node} has no mount.{type}',
    remedy:
      'Install it on that node, and on every other one that the pod may run on: for nfs the package is nfs-common (Debian, Ubuntu) or nfs-utils (Red Hat, SUSE: nfs-client). The kubelet then mounts it by itself.',
    command: 'kubectl describe node {node}',
    about:
      'The kubelet mounts NFS by a program of the node, /sbin/mount.nfs, which no container brings. The class general-multi-attach on an NFS server needs it on every node.',
  }),
  mounted(attach, /(?<because>.*)/, {
    code: 'GS-VOL-07',
    title: 'A volume cannot be attached to the node',
    clause: 'cannot start: its volume cannot be attached: {because}',
    remedy: "Read the log of the driver's attacher, in the namespace of the storage component.",
    about: "Attaching is the work of the driver's controller, before the node may mount the volume.",
  }),
  mounted(mount, /(?<because>.*)/, {
    code: 'GS-POD-06',
    title: 'A volume cannot be mounted',
    clause: 'cannot mount a volume: {because}',
    remedy: 'See that what it mounts is there, and that no other node still holds the volume.',
    about: 'The kubelet says why. It tries again by itself, later each time.',
  }),
];
