import semver from 'semver';
import {parse} from 'yaml';
import type {KubernetesObject} from '../cluster/kubernetes-object.js';
import {judge} from '../cluster/readiness.js';
import {sanitise, sanitiseLine} from '../cluster/sanitise.js';
import {type CheckVerdict, type CheckWorld, met, unmet, waits} from './check.js';
import {checkNodeRoles} from './check-nodes.js';

const oldestKubernetes = '1.28.0';
const helmRange = '>=3.21.4 <4';
const kustomizeRange = '>=5.0.0 <6';

/** Characters; more than a ConfigMap may hold. */
const longestConfig = 2_000_000;

const workloadVerdict = (
  object: KubernetesObject,
  name: string,
  notes: readonly string[] = [],
): CheckVerdict => {
  const verdict = judge(object);
  return verdict.state === 'ready' ? met(`${name} is ready`, notes) : waits(`${name}: ${verdict.reason}`);
};

/** What `delivery: {kind: checked, check: NAME}` asks, by NAME. */
export const checks: Readonly<Record<string, (world: CheckWorld) => Promise<CheckVerdict>>> = {
  kubernetes: async world => {
    const answer = (await world.request('GET', '/version')) as {gitVersion?: unknown} | null;
    const gitVersion = sanitiseLine(String(answer?.gitVersion ?? ''), 40);
    return semver.gte(semver.coerce(gitVersion) ?? '0.0.0', oldestKubernetes)
      ? met(`Kubernetes ${gitVersion} answers`)
      : unmet(
          `The API server is Kubernetes ${gitVersion}, and ${oldestKubernetes} is the oldest that Genestack runs on`,
          'Upgrade the cluster, then run this again.',
        );
  },

  coredns: async world => {
    const {items} = await world.list(
      {apiVersion: 'apps/v1', kind: 'Deployment'},
      {namespace: 'kube-system', labelSelector: 'k8s-app=kube-dns'},
    );
    const [deployment] = items;
    return deployment
      ? workloadVerdict(deployment, `Deployment kube-system/${deployment.metadata.name}`)
      : unmet(
          'No Deployment in kube-system carries the label k8s-app=kube-dns, so nothing resolves names of services',
          'Install CoreDNS with the tool that made the cluster.',
        );
  },

  'kube-proxy': async world => {
    const map = await world.read({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      namespace: 'kube-system',
      name: 'kube-proxy',
    });
    const daemonSet = await world.read({
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      namespace: 'kube-system',
      name: 'kube-proxy',
    });
    if (!map || !daemonSet) {
      return unmet(
        `kube-system has no ${map ? 'DaemonSet' : 'ConfigMap'} kube-proxy`,
        'Let the tool that made the cluster install kube-proxy in IPVS mode.',
      );
    }
    // What does not parse is quoted.
    const config = parse(sanitise(String(map.data?.['config.conf'] ?? ''), longestConfig)) as {
      mode?: string;
      ipvs?: {strictARP?: boolean};
    } | null;
    if (config?.mode !== 'ipvs') {
      return unmet(
        `kube-proxy runs in mode ${sanitiseLine(String(config?.mode ?? ''), 40) || 'iptables (its default)'}, and the matrix asks for IPVS`,
        'Set mode: ipvs in ConfigMap kube-system/kube-proxy and restart the DaemonSet. Kubernetes has deprecated IPVS; nftables comes after it.',
      );
    }
    if (world.profile.network.loadBalancer.mode === 'layer2' && config.ipvs?.strictARP !== true) {
      return unmet(
        'kube-proxy has ipvs.strictARP off, and MetalLB in layer 2 mode then answers for addresses that are not its own',
        'Set ipvs.strictARP: true in ConfigMap kube-system/kube-proxy and restart the DaemonSet.',
      );
    }
    return workloadVerdict(daemonSet, 'DaemonSet kube-system/kube-proxy', [
      'kube-proxy runs in IPVS mode, as the matrix asks; Kubernetes has deprecated it, and nftables comes after it',
    ]);
  },

  helm: async world => versionIn('Helm', await world.helmVersion(), helmRange),

  kustomize: async world => versionIn('Kustomize', await world.kustomizeVersion(), kustomizeRange),

  'node-roles': checkNodeRoles,

  'existing-storage-class': async world => {
    for (const {name, key, choice} of world.existingClasses) {
      const found =
        name !== undefined &&
        (await world.read({apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', name}));
      if (!found) {
        return unmet(
          `The profile takes the StorageClass ${name ?? '(none named)'}, and the cluster has no such class`,
          `Name one that kubectl get storageclass prints in ${key}, or choose another provider in ${choice}.`,
        );
      }
    }
    return met(`StorageClass ${world.existingClasses.map(({name}) => name).join(' and ')} is there`);
  },
};

const versionIn = (name: string, version: string, range: string): CheckVerdict =>
  semver.satisfies(semver.coerce(version) ?? '0.0.0', range)
    ? met(`${name} ${version}`)
    : unmet(
        `${name} is ${version}, and ${range} is needed`,
        `Put such a ${name} on PATH, or let the rehearsal build it.`,
      );
