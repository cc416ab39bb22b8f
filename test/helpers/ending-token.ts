import {readFileSync} from 'node:fs';
import {parse, stringify} from 'yaml';
import type {Client} from '../../source/cluster/client.js';

const namespace = 'default';

/** Makes an account with a ClusterRole of the cluster. */
export const makeAccount = async (client: Client, name: string, role: string): Promise<void> => {
  await client.create({apiVersion: 'v1', kind: 'ServiceAccount', metadata: {name, namespace}});
  await client.create({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: {name},
    roleRef: {apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role},
    subjects: [{kind: 'ServiceAccount', name, namespace}],
  });
};

/** A kubeconfig of an account with a token that ends with the Secret of that name, which is made; the text of another one is changed. */
export const endingKubeconfig = async (
  client: Client,
  kubeconfig: string,
  {account, secret: name}: {readonly account: string; readonly secret: string},
): Promise<string> => {
  const {metadata} = await client.create({apiVersion: 'v1', kind: 'Secret', metadata: {name, namespace}});
  const answer = (await client.request(
    'POST',
    `/api/v1/namespaces/${namespace}/serviceaccounts/${account}/token`,
    {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: {boundObjectRef: {apiVersion: 'v1', kind: 'Secret', name, uid: metadata.uid}},
    },
  )) as {status: {token: string}};
  const config = parse(readFileSync(kubeconfig, 'utf8'));
  config.users[0].user = {token: answer.status.token};
  return stringify(config);
};

/** Ends the token; the API server may remember for some seconds that it was good. */
export const endToken = (client: Client, name: string): Promise<void> =>
  client.delete({apiVersion: 'v1', kind: 'Secret', namespace, name});
