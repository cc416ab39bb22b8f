/** What to do about a cause, by its code: one sentence for a person, true whatever the component is. */
export const remedies: Readonly<Record<`GS-${string}`, string>> = {
  'GS-POD-00': 'Nothing: it starts by itself.',
  'GS-POD-01':
    'Choose a storage class that kubectl get storageclass prints, or mend the driver that makes volumes of this one.',
  'GS-POD-02':
    'Give a node what it asks for: the label of its role, free CPU and memory, or no taint that it does not tolerate.',
  'GS-POD-03':
    'See that the nodes reach the registry and that the image is there; a mirror or a pull secret goes into the values.',
  'GS-POD-04': 'Read its log (l): the last lines before it ended say why.',
  'GS-POD-05': 'See that the ConfigMaps, Secrets and keys that the container takes are there.',
  'GS-POD-06': 'See that what it mounts is there, and that no other node still holds the volume.',
  'GS-POD-07': 'Look at what it waits for: it goes on by itself once that is there.',
  'GS-POD-08': "Look at the network plugin's pods on its node, and for free addresses in the pod network.",
  'GS-POD-09': 'Look at its pods: a slow image still comes, a crash or a full node does not pass.',
  'GS-POD-10':
    'Read what the API said: a quota, an admission webhook or the pod security of the namespace refuses them.',
  'GS-POD-11': 'Label the nodes that shall run it: kubectl label node NAME KEY=VALUE.',
  'GS-POD-12': 'Read the log of its last pod (l), mend the cause, delete the Job and run this again.',
  'GS-POD-13': 'Read its log (l); what owns it makes another where it may.',
  'GS-POD-14':
    'Bring its volume back from the storage or from a backup, then delete the claim and let it be made anew.',
  'GS-POD-15': 'Find which CRD holds its names with kubectl get crd, and remove it if nothing uses it.',
  'GS-POD-16': 'See that MetalLB is ready and has free addresses in a pool that this Service may use.',
  'GS-POD-17': 'Nothing yet: its probe is asked again; if it stays so, read its log (l).',
  'GS-POD-18': 'Nothing yet: if it stays so, read the events below and the log (l) of what makes it.',
  'GS-POD-19':
    'Nothing: it ends by itself; if it stays, look for a finalizer or for a node that does not answer.',
  'GS-POD-20':
    'Ask Ceph in its toolbox: kubectl -n rook-ceph exec deploy/rook-ceph-tools -- ceph health detail.',
  'GS-POD-21': "Read the message of its condition and the log of the MariaDB operator's pod.",
  'GS-POD-22': "Read the message of its condition and the log of the RabbitMQ cluster operator's pod.",
  'GS-POD-23': 'See that its BMC answers at the address and with the credentials that the host names.',
  'GS-POD-24': "Read the message of its condition and the log of the Tigera operator's pod.",
};
