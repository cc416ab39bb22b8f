import type {KubernetesObject} from '../kubernetes-object.js';
import {type Container, containersOf, crashes, endOf, logOf, restartsText} from './containers.js';
import {isReady} from './dependencies.js';
import {type Evidence, warnings} from './evidence.js';
import type {CauseRecord, Found, RecordText} from './record.js';

const madeReasons: ReadonlySet<string> = new Set([
  'CreateContainerConfigError',
  'CreateContainerError',
  'RunContainerError',
  'PreStartHookError',
  'PostStartHookError',
]);

const because = (text: string): string => (text === '' ? '' : `: ${text}`);

/** Asked of the first container that it is true of. */
const contained = (
  isIt: (container: Container, pod: KubernetesObject, evidence: Evidence) => boolean,
  rest: RecordText,
  facts: (
    container: Container,
    pod: KubernetesObject,
    evidence: Evidence,
  ) => Record<string, string> = () => ({}),
): CauseRecord => ({
  kinds: ['/Pod'],
  recognise: (pod, evidence): Found | undefined => {
    const container = containersOf(pod).find(one => isIt(one, pod, evidence));
    if (container === undefined) return undefined;
    const {status, what, reason, message, memoryLimit, ended} = container;
    const log = logOf(container);
    return {
      facts: {
        ...{
          container: status.name,
          what,
          reason,
          because: because(message),
          restarts: restartsText(container),
        },
        end: ended === undefined ? '' : `, ${endOf(ended)}`,
        limit: memoryLimit === '' ? '' : `, limit ${memoryLimit}`,
        ...facts(container, pod, evidence),
      },
      ...(log !== undefined && {log}),
    };
  },
  command: 'kubectl -n {namespace} logs {name} -c {container} --previous',
  ...rest,
});

const unhealthy = (pod: KubernetesObject, evidence: Evidence, probe: string): string | undefined =>
  warnings(pod, evidence, 'Unhealthy').find(text => text.startsWith(`${probe} probe`));

/** The words behind `Liveness probe failed: `. */
const probeWords = (pod: KubernetesObject, evidence: Evidence, probe: string): Record<string, string> => ({
  because: because((unhealthy(pod, evidence, probe) ?? '').replace(/^\w+ probe (failed|errored):?\s*/, '')),
});

const isKilled = ({status, ended}: Container): boolean =>
  (status.restartCount ?? 0) > 0 && ended !== undefined;
const runs = ({status}: Container): boolean => status.state?.running !== undefined && !status.ready;
const isDns = ({metadata}: KubernetesObject, {status}: Container): boolean =>
  metadata.labels?.['k8s-app'] === 'kube-dns' || status.name === 'coredns';

export const runningCauses: readonly CauseRecord[] = [
  contained(container => container.ended?.reason === 'OOMKilled' && !container.status.ready, {
    code: 'GS-CON-01',
    title: 'A container takes more memory than it may',
    clause: '{what} {container} was killed because it takes more memory than it may{limit}{restarts}',
    remedy: 'Raise its memory limit in the values of the component.',
    command: 'kubectl -n {namespace} get pod {name} -o yaml | grep -A4 limits',
    about:
      'The kernel ends what goes above the limit of its container; exit code 137. Its log says nothing of it, because it had no time to.',
  }),
  contained(
    (container, pod, evidence) => isKilled(container) && unhealthy(pod, evidence, 'Liveness') !== undefined,
    {
      code: 'GS-CON-03',
      title: 'A container is restarted because its liveness probe fails',
      clause: '{what} {container} is restarted because its liveness probe fails{because}{restarts}',
      remedy:
        'Read its log for what keeps it from answering; a slow service wants a longer timeout of its probe.',
      about:
        'The kubelet asks the container whether it lives and restarts it when it does not answer. A database that is down makes many services look dead.',
    },
    (_, pod, evidence) => probeWords(pod, evidence, 'Liveness'),
  ),
  contained(
    (container, pod, evidence) =>
      !isReady(pod) &&
      container.status.started === false &&
      container.status.state?.running !== undefined &&
      unhealthy(pod, evidence, 'Startup') !== undefined,
    {
      code: 'GS-CON-05',
      title: 'A container does not come up in the time of its startup probe',
      clause: '{what} {container} does not come up in the time of its startup probe{because}{restarts}',
      remedy: 'Read its log; give it more time with failureThreshold in the values if it only is slow.',
      about:
        'Until the startup probe succeeds once, no other probe is asked; when its time is over the container is restarted.',
    },
    (_, pod, evidence) => probeWords(pod, evidence, 'Startup'),
  ),
  contained((container, pod) => crashes(container) && isDns(pod, container), {
    code: 'GS-NET-05',
    title: "The cluster's DNS does not run",
    root: 'DNS of the cluster',
    clause: "is the cluster's DNS and crashes{restarts}{end}",
    remedy:
      'A loop is broken by a resolv.conf without the address of CoreDNS or 127.0.0.53 in it: set resolvConf of the kubelets. Without DNS no service finds another.',
    command: 'kubectl -n {namespace} logs {name} --previous',
    about:
      'CoreDNS forwards to the resolvers of its node. Where those forward to it again it sees the loop and ends on purpose.',
  }),
  contained(
    ({reason, message, ended}) =>
      (/RunContainerError|CreateContainerError/.test(reason) &&
        /executable file not found|no such file or directory|permission denied/.test(message)) ||
      ended?.reason === 'ContainerCannotRun',
    {
      code: 'GS-CON-02',
      title: 'The command of a container cannot be run',
      clause: '{what} {container} cannot start{because}',
      remedy:
        'See that the command is in this image and may be executed; another tag of the image may have moved it.',
      command: 'kubectl -n {namespace} get pod {name} -o yaml | grep -A6 command',
      about:
        'The image was pulled, and what shall be run is not in it, or the ConfigMap with the script is not mounted.',
    },
  ),
  contained(({reason}) => madeReasons.has(reason), {
    code: 'GS-POD-05',
    title: 'A container cannot be made',
    clause: 'cannot make its {what} {container} ({reason}){because}',
    remedy: 'See that the ConfigMaps, Secrets and keys that the container takes are there.',
    command: 'kubectl -n {namespace} describe pod {name}',
    about: 'The container runtime of the node refuses it and says why.',
  }),
  contained(crashes, {
    code: 'GS-POD-04',
    title: 'A container crashes',
    clause: '{what} {container} crashes{restarts}{end}',
    remedy: 'Read its log (l): the last lines before it ended say why.',
    about:
      'It ends with an error and is started again, later each time, up to five minutes. Exit code 1 is its own, 137 a kill, 139 a broken program, 143 a polite end.',
  }),
];

export const probeCauses: readonly CauseRecord[] = [
  contained(
    (container, pod, evidence) =>
      runs(container) &&
      pod.status?.phase === 'Running' &&
      unhealthy(pod, evidence, 'Readiness') !== undefined,
    {
      code: 'GS-CON-04',
      title: 'A readiness probe fails',
      clause: 'runs, and its readiness probe fails{because}',
      remedy: 'Read its log (l): it is asked again and again, and becomes ready by itself when it answers.',
      command: 'kubectl -n {namespace} logs {name} -c {container}',
      about:
        'The container runs and does not answer yet, or not as it shall. No traffic is sent to it meanwhile.',
    },
    (_, pod, evidence) => probeWords(pod, evidence, 'Readiness'),
  ),
];
