import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {parseAllDocuments} from 'yaml';
import {packagePath} from '../assets.js';
import {ApiError, type Client} from '../cluster/client.js';
import type {KubernetesObject, ObjectRef} from '../cluster/kubernetes-object.js';
import {GenestackError, messageOf} from '../errors.js';
import {dealNodes, nodeObject} from './nodes.js';
import type {Stored} from './record.js';
import {fieldManager} from './simulation/annotations.js';

/** The ConfigMap by which every verb knows a rehearsal. */
export const rehearsalMark: ObjectRef = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  namespace: 'kube-system',
  name: 'genestack-rehearsal',
};

export const markObject = (stored: Stored): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {name: rehearsalMark.name, namespace: 'kube-system'},
  data: {
    name: stored.name,
    pace: String(stored.pace),
    seed: String(stored.seed),
    charts: stored.charts,
    nodes: String(stored.nodes),
    version: stored.version,
  },
});

/** The objects of every assets/components/NAME/planted.yaml: what Kubernetes itself brings. Namespaces come first. */
export const readPlanted = (folder = packagePath('assets/components')): KubernetesObject[] => {
  const objects = readdirSync(folder)
    .toSorted()
    .map(name => join(folder, name, 'planted.yaml'))
    .filter(file => existsSync(file))
    .flatMap(file => parseAllDocuments(readFileSync(file, 'utf8')))
    .flatMap(document => {
      const content = document.toJS() as KubernetesObject | KubernetesObject[] | null;
      return content === null ? [] : [content].flat();
    });
  const rank = ({kind}: KubernetesObject): number =>
    ['Namespace', 'CustomResourceDefinition'].indexOf(kind) + 1 || 3;
  return objects.toSorted((a, b) => rank(a) - rank(b));
};

/**
 * Makes what a fresh cluster has: the nodes, what Kubernetes brings, the mark. All of it may be there already; a
 * node that is learns the port that now answers for its logs.
 *
 * @throws {GenestackError} GS-REH-09 when the API refuses one.
 */
export const plant = async (client: Client, stored: Stored, version: string): Promise<void> => {
  const port = stored.ports?.kubelet ?? 0;
  const nodes = dealNodes(stored.shape, stored.nodes).map(node => nodeObject(node, version, port));
  await Promise.all(nodes.map(node => plantNode(client, node)));
  if (stored.complete) return;
  for (const object of readPlanted())
    await orRefused(object, () => client.apply(object, {fieldManager, force: true}));
  const mark = markObject(stored);
  await orRefused(mark, () => client.apply(mark, {fieldManager, force: true}));
};

const plantNode = (client: Client, node: KubernetesObject): Promise<unknown> =>
  orRefused(node, async () => {
    try {
      await client.create(node);
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 409)) throw error;
      const {daemonEndpoints} = node.status;
      const ref = {apiVersion: 'v1', kind: 'Node', name: node.metadata.name};
      await client.patch(ref, {status: {daemonEndpoints}}, {subresource: 'status'});
    }
  });

const orRefused = async (object: KubernetesObject, write: () => Promise<unknown>): Promise<void> => {
  try {
    await write();
  } catch (error) {
    if (error instanceof GenestackError) throw error;
    throw new GenestackError(
      'GS-REH-09',
      `the rehearsal’s API refuses ${object.kind} ${object.metadata.name}: ${messageOf(error)}`,
      'Run `genestack rehearsal down`, then try again.',
      undefined,
      {cause: error},
    );
  }
};
