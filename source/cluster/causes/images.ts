import {containersOf} from './containers.js';
import {perObject, warnings} from './evidence.js';
import type {CauseRecord, Facts, RecordText} from './record.js';

const pullReasons: ReadonlySet<string> = new Set([
  'ImagePullBackOff',
  'ErrImagePull',
  'InvalidImageName',
  'ErrImageNeverPull',
  'RegistryUnavailable',
  'ImageInspectError',
  'SignatureValidationFailed',
]);

/** What a registry is in an image's name: its first part, where that looks like a host. */
const registryOf = (image: string): string => {
  const [first = '', ...rest] = image.split('/');
  return rest.length > 0 && /[.:]|^localhost$/.test(first) ? first : 'docker.io';
};

/** The first image that cannot be pulled, and everything that is said of it. */
const pullFailure = perObject((pod, evidence): Facts | undefined => {
  const held = containersOf(pod).find(({reason}) => pullReasons.has(reason));
  if (held === undefined) return undefined;
  const {image, reason, message} = held;
  // While it backs off, only the event of the last try says why.
  const tries = warnings(pod, evidence, 'Failed', 'InspectFailed').filter(text => text.includes(image));
  const words = [message, ...tries].join(' ');
  const short = message || tries[0] || '';
  return {image, registry: registryOf(image), reason, words, because: short === '' ? '' : `: ${short}`};
});

const pull = (pattern: RegExp, rest: RecordText): CauseRecord => ({
  kinds: ['/Pod'],
  root: 'registry {registry}',
  recognise: (pod, evidence) => {
    const facts = pullFailure(pod, evidence);
    return facts && pattern.test(facts.words ?? '') ? {facts} : undefined;
  },
  command: 'kubectl -n {namespace} describe pod {name}',
  ...rest,
});

export const imageCauses: readonly CauseRecord[] = [
  pull(/couldn't parse image|invalid reference format|InvalidImageName/, {
    code: 'GS-IMG-07',
    title: 'The name of an image is not one',
    root: 'image {image}',
    clause: 'cannot pull {image}, which is not a name of an image',
    remedy: 'Correct the image in the values of the component.',
    about:
      'A registry, a path and a tag make the name of an image: small letters, no blanks. It is wrong in the values, so nothing was asked over the network.',
  }),
  pull(/toomanyrequests|429 Too Many Requests|pull rate limit/i, {
    code: 'GS-IMG-03',
    title: 'The registry gives no more images for a while',
    clause: 'cannot pull {image}: registry {registry} limits how many images this address may pull',
    remedy:
      'Pull through a mirror of your own, or give the nodes credentials with a higher limit. It goes on by itself when the time of the limit is over, often six hours.',
    about:
      'Registries count the pulls of an address, and all nodes behind one NAT are one address. What was pulled stays on the node.',
  }),
  pull(
    /unauthorized|authentication required|40[13] (Unauthorized|Forbidden)|no basic auth|access denied|permission_denied/i,
    {
      code: 'GS-IMG-02',
      title: 'The registry does not let the pod in',
      clause:
        'cannot pull {image}: registry {registry} wants other credentials, or has no such image{because}',
      remedy:
        'Make a Secret of type kubernetes.io/dockerconfigjson for this registry in namespace {namespace} and name it in imagePullSecrets; see that the path of the image is right too.',
      command: 'kubectl -n {namespace} get pod {name} -o jsonpath={.spec.imagePullSecrets}',
      about:
        'Registries answer the same to a stranger and to one who asks for an image that does not exist, so that both are to be looked at.',
    },
  ),
  pull(/no such host|server misbehaving|name resolution/i, {
    code: 'GS-IMG-04',
    title: 'The name of the registry is not known to the node',
    clause: 'cannot pull {image}: the name of registry {registry} cannot be resolved on the node',
    remedy: "Mend the DNS of the nodes: the container runtime asks the node's resolver, not the cluster's.",
    about:
      'Images are pulled by the node itself. Names that only CoreDNS knows, Services for example, are unknown to it.',
  }),
  pull(
    /connection refused|i\/o timeout|no route to host|network is unreachable|handshake timeout|context deadline exceeded|EOF\b/i,
    {
      code: 'GS-IMG-06',
      title: 'The registry does not answer',
      clause: 'cannot pull {image}: registry {registry} does not answer{because}',
      remedy:
        'See that the nodes reach it: a firewall, a proxy of the container runtime, or the registry itself.',
      about:
        'The name is known and nobody answers there. A proxy has to be set for the container runtime, not for pods.',
    },
  ),
  pull(/x509|certificate|tls:/i, {
    code: 'GS-IMG-05',
    title: 'The certificate of the registry is not trusted',
    clause: 'cannot pull {image}: the node does not trust the certificate of registry {registry}',
    remedy: "Give the container runtime of every node the registry's authority, then restart the runtime.",
    about:
      "The authority belongs into the runtime's own folder (containerd: certs.d/REGISTRY/hosts.toml) or into the node's store.",
  }),
  pull(/not found|manifest unknown|NotFound/i, {
    code: 'GS-IMG-01',
    title: 'The registry has no such image',
    root: 'image {image}',
    clause: 'cannot pull {image}: registry {registry} has no such image',
    remedy: 'Correct the tag in the values, or copy the image to the registry.',
    about:
      'The registry answered. A tag that was removed, a mirror that does not hold everything, or a wrong tag in the values.',
  }),
  pull(/^/, {
    code: 'GS-POD-03',
    title: 'An image cannot be pulled',
    root: 'image {image}',
    clause: 'cannot pull the image {image} ({reason}){because}',
    remedy:
      'See that the nodes reach the registry and that the image is there; a mirror or a pull secret goes into the values.',
    about: 'The container runtime of the node says why. Full disks and broken layers come out here too.',
  }),
];
