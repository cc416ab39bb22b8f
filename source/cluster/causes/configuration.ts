import type {KubernetesObject} from '../kubernetes-object.js';
import {conditionOf} from '../readiness/verdict.js';
import {containersOf} from './containers.js';
import {perObject, warnings} from './evidence.js';
import type {CauseRecord, Facts, RecordText} from './record.js';

/** Everything that the kubelet says of what a pod takes from Secrets and ConfigMaps. */
const complaints = perObject((pod, evidence): string[] => {
  const isPending = pod.status?.phase === 'Pending';
  const initialised = conditionOf(pod.status, 'Initialized');
  return [
    ...containersOf(pod).flatMap(({reason, message}) =>
      reason === 'CreateContainerConfigError' ? [message] : [],
    ),
    ...(isPending ? warnings(pod, evidence, 'FailedMount') : []),
    // Where nodes are simulated, this is their kubelet's word.
    ...(isPending && initialised?.reason === 'Waiting' ? (initialised.message ?? '').split('; ') : []),
  ];
});

interface Pattern {
  readonly pattern: RegExp;
  readonly facts: (match: RegExpExecArray, pod: KubernetesObject) => Facts;
}

const absent = (kind: string): readonly Pattern[] => [
  {pattern: new RegExp(`${kind} "([^"]+)" not found`, 'i'), facts: ([, object = '']) => ({object})},
  {
    pattern: new RegExp(`${kind} [^ /]+/(\\S+) is not there`),
    facts: ([, object = '']) => ({object}),
  },
];

interface KeyVolume {
  readonly name: string;
  readonly configMap?: {readonly name?: string};
  readonly secret?: {readonly secretName?: string};
}

/** A complaint about a key names the volume, which names the object. */
const ofVolume = (volume: string, {spec}: KubernetesObject): string => {
  const found = ((spec?.volumes ?? []) as KeyVolume[]).find(({name}) => name === volume);
  return found?.configMap
    ? `ConfigMap ${found.configMap.name}`
    : `Secret ${found?.secret?.secretName ?? volume}`;
};

const keys: readonly Pattern[] = [
  {
    pattern: /couldn't find key (\S+) in (Secret|ConfigMap) (?:\S+\/)?(\S+)/,
    facts: ([, key = '', kind = '', object = '']) => ({key, object: `${kind} ${object}`}),
  },
  {
    pattern:
      /for volume "([^"]+)"\s*: (?:configmap|secret) references non-existent (?:config|secret) key: (\S+)/,
    facts: ([, volume = '', key = ''], pod) => ({key, object: ofVolume(volume, pod)}),
  },
  {
    pattern: /(Secret|ConfigMap) [^ /]+\/(\S+) has no key (\S+)/,
    facts: ([, kind = '', object = '', key = '']) => ({key, object: `${kind} ${object}`}),
  },
];

const taken = (patterns: readonly Pattern[], rest: RecordText): CauseRecord => ({
  kinds: ['/Pod'],
  recognise: (pod, evidence) => {
    for (const text of complaints(pod, evidence)) {
      for (const {pattern, facts} of patterns) {
        const match = pattern.exec(text);
        if (match !== null) return {facts: facts(match, pod)};
      }
    }
    return undefined;
  },
  ...rest,
});

export const configurationCauses: readonly CauseRecord[] = [
  taken(keys, {
    code: 'GS-CFG-03',
    title: 'A Secret or ConfigMap lacks a key',
    root: '{object} in {namespace}, key {key}',
    clause: 'wants the key {key}, which {object} has not',
    remedy: 'Add the key, or correct its name in the values.',
    command: 'kubectl -n {namespace} describe pod {name}',
    about:
      'The object is there, often made by an operator or by an older release, and this key is not in it.',
  }),
  taken(absent('secret'), {
    code: 'GS-CFG-01',
    title: 'A Secret is missing',
    root: 'Secret {namespace}/{object}',
    clause: 'wants Secret {object}, which does not exist',
    remedy:
      'Run the install again: it makes the Secrets of Genestack. One that an operator makes comes when that operator is well.',
    command: 'kubectl -n {namespace} get secret {object}',
    about: 'The kubelet starts no container before every Secret is there that is not marked optional.',
  }),
  taken(absent('configmap'), {
    code: 'GS-CFG-02',
    title: 'A ConfigMap is missing',
    root: 'ConfigMap {namespace}/{object}',
    clause: 'wants ConfigMap {object}, which does not exist',
    remedy: 'Run the install again: ConfigMaps come with the release that uses them.',
    command: 'kubectl -n {namespace} get configmap {object}',
    about: 'The kubelet starts no container before every ConfigMap is there that is not marked optional.',
  }),
];
