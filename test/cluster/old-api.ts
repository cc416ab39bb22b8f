import {writeFileSync} from 'node:fs';
import {createServer} from 'node:http';
import {Agent, request as ask} from 'node:https';
import type {AddressInfo} from 'node:net';
import {pipeline} from 'node:stream/promises';
import {stringify} from 'yaml';
import {loadKubeConfig} from '../../source/cluster/kube-config.js';

export interface OldApi {
  readonly kubeconfig: string;
  stop(): Promise<void>;
}

/** Hands everything on to the cluster of a kubeconfig, and says of itself that it is another version of Kubernetes. */
export const oldApi = async (of: string, gitVersion: string, file: string): Promise<OldApi> => {
  const kubeConfig = loadKubeConfig(of);
  const {server = '', caData = ''} = kubeConfig.getCurrentCluster() ?? {};
  const {certData = '', keyData = ''} = kubeConfig.getCurrentUser() ?? {};
  const [ca, cert, key] = [caData, certData, keyData].map(text => Buffer.from(text, 'base64'));
  const agent = new Agent({keepAlive: true, ca, cert, key});
  const proxy = createServer((request, response) => {
    if (request.url === '/version') {
      response.setHeader('content-type', 'application/json').end(JSON.stringify({gitVersion}));
      return;
    }
    const {method, headers} = request;
    const onward = ask(new URL(request.url ?? '/', server), {agent, method, headers}, answer => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      pipeline(answer, response).catch(() => {});
    });
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  });
  await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve));
  const {port} = proxy.address() as AddressInfo;
  const named = {name: 'old'};
  writeFileSync(
    file,
    stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'old',
      clusters: [{...named, cluster: {server: `http://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true}}],
      users: [{...named, user: {}}],
      contexts: [{...named, context: {cluster: 'old', user: 'old'}}],
    }),
  );
  return {
    kubeconfig: file,
    async stop() {
      agent.destroy();
      proxy.closeAllConnections();
      await new Promise(resolve => proxy.close(resolve));
    },
  };
};
