import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {parse, stringify} from 'yaml';
import {packagePath} from '../../source/assets.js';
import {type Client, connect} from '../../source/cluster/client.js';
import {loadKubeConfig} from '../../source/cluster/kube-config.js';
import type {KubernetesObject} from '../../source/cluster/kubernetes-object.js';
import {filesIn, rehearsalFolder} from '../../source/rehearsal/folders.js';
import {endProcesses, readMark} from '../../source/rehearsal/processes.js';
import {controllers} from '../../source/rehearsal/server-commands.js';
import {up} from '../../source/rehearsal/up.js';
import {type Audit, auditOf} from '../faults/audit.js';
import {cloudOf, namespace, runningStatus, settledStatus} from './cloud.js';

export interface FilledCluster {
  readonly client: Client;
  readonly audit: Audit;
  readonly pods: readonly KubernetesObject[];
  /** A kubeconfig of an identity of its own, that may do what `view` and our role for the monitor allow. */
  identity(name: string): Promise<string>;
}

const atOnce = 32;

const each = async <T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> => {
  const left = items.values();
  await Promise.all(
    Array.from({length: atOnce}, async () => {
      for (const item of left) await work(item);
    }),
  );
};

/** A real etcd and API server that hold that many nodes and pods. Its controllers have ended: nothing changes but what is changed here. */
export const filledCluster = async (
  nodeCount: number,
  podCount: number,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<FilledCluster> => {
  const {kubeconfig} = await up({
    name: 'bench',
    shape: {
      ...{controlPlane: 1, compute: 1, network: 1, storage: 1, hyperconverged: true},
      ...{serviceCIDR: '10.96.0.0/16', podCIDR: '10.244.0.0/16'},
    },
    ...{pace: 0.05, seed: 1, environment, simulation: false},
  });
  const client = connect(loadKubeConfig(kubeconfig));
  const folder = rehearsalFolder(environment, 'bench');
  await client.create({apiVersion: 'v1', kind: 'Namespace', metadata: {name: namespace}});
  await untilControlled(client);
  await endProcesses(controllers.flatMap(name => readMark(folder, name) ?? []));

  const {items: before} = await client.list({apiVersion: 'v1', kind: 'Node'});
  for (const {apiVersion, kind, metadata} of before)
    await client.delete({apiVersion, kind, name: metadata.name});
  const make = async (object: KubernetesObject, status?: (made: KubernetesObject) => object) => {
    const made = await client.create(object);
    const {apiVersion, kind} = object;
    const {name, namespace: within} = made.metadata;
    if (status !== undefined)
      await client.patch(
        {apiVersion, kind, name, ...(within !== undefined && {namespace: within})},
        {status: status(made)},
        {subresource: 'status'},
      );
    return made;
  };
  const {nodes, releases} = cloudOf(nodeCount, podCount);
  await each(nodes, ({status, ...node}) => make(node, () => status));
  const pods: KubernetesObject[] = [];
  for (const {deployment, replicaSet, pods: wanted} of releases) {
    const top = await make(deployment, settledStatus);
    const middle = await make(ownedBy(replicaSet, top), settledStatus);
    await each(wanted, async pod => {
      pods.push(await make(ownedBy(pod, middle), made => runningStatus(made, 0)));
    });
  }

  const role = packagePath('assets/components/monitor-role/kustomize/resources/role.yaml');
  await client.create(parse(readFileSync(role, 'utf8')));
  return {
    client,
    audit: auditOf(filesIn(folder).auditLog),
    pods,
    async identity(name) {
      const config = parse(readFileSync(kubeconfig, 'utf8'));
      config.users[0].user = {token: await tokenOf(client, name)};
      const file = join(folder, `${name}.kubeconfig`);
      writeFileSync(file, stringify(config), {mode: 0o600});
      return file;
    },
  };
};

/** Until the controllers have done what is needed of them: the account that pods run as, and the rules of `view`. */
const untilControlled = async (client: Client): Promise<void> => {
  for (let tries = 0; tries < 300; tries += 1) {
    const account = await client.read({apiVersion: 'v1', kind: 'ServiceAccount', namespace, name: 'default'});
    const view = await client.read({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      name: 'view',
    });
    if (account !== undefined && (view?.rules ?? []).length > 0) return;
    await sleep(200);
  }
  throw new Error('the controllers did nothing for a minute');
};

const ownedBy = (object: KubernetesObject, {apiVersion, kind, metadata}: KubernetesObject) => ({
  ...object,
  metadata: {
    ...object.metadata,
    ownerReferences: [
      ...[{apiVersion, kind, name: metadata.name, uid: metadata.uid ?? '', controller: true}],
    ],
  },
});

const tokenOf = async (client: Client, name: string): Promise<string> => {
  await client.create({apiVersion: 'v1', kind: 'ServiceAccount', metadata: {name, namespace: 'default'}});
  for (const role of ['view', 'genestack-monitor'])
    await client.create({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: {name: `${name}-${role}`},
      roleRef: {apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role},
      subjects: [{kind: 'ServiceAccount', name, namespace: 'default'}],
    });
  const path = `/api/v1/namespaces/default/serviceaccounts/${name}/token`;
  const {status} = (await client.request('POST', path, {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    spec: {expirationSeconds: 7200},
  })) as {status: {token: string}};
  return status.token;
};

const steps = 10;

/** Changes the status of that many pods a second, one after another and all over again, until the signal; how many were changed. */
export const change = async (
  {client, pods}: Pick<FilledCluster, 'client' | 'pods'>,
  perSecond: number,
  signal: AbortSignal,
): Promise<number> => {
  let count = 0;
  const began = performance.now();
  const under = new Set<Promise<unknown>>();
  for (let step = 1; !signal.aborted; step += 1) {
    for (const due = (step * perSecond) / steps; count < due; count += 1) {
      // Far from each other, as pods of many releases change.
      const pod = pods[(count * 7919) % pods.length] as KubernetesObject;
      const {name} = pod.metadata;
      const beat = 1 + Math.floor(count / pods.length) + count;
      const done = client.patch(
        {apiVersion: 'v1', kind: 'Pod', namespace, name},
        {status: runningStatus(pod, beat)},
        {subresource: 'status'},
      );
      under.add(done);
      void done.finally(() => under.delete(done)).catch(() => {});
    }
    // A machine that cannot keep up is not overrun: the rate that was reached is told.
    while (under.size > atOnce) await Promise.race(under);
    await sleep(Math.max(0, began + (step * 1000) / steps - performance.now()));
  }
  await Promise.all(under);
  return count;
};
