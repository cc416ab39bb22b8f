import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {KubeConfig} from '@kubernetes/client-node';

export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface SmallApi {
  readonly kubeConfig: KubeConfig;
  readonly asked: readonly Asked[];
  stop(): Promise<void>;
}

export type Answer = (asked: Asked, response: ServerResponse, times: number) => void;

export const json = (response: ServerResponse, status: number, body: object, headers: object = {}): void => {
  response.writeHead(status, {'content-type': 'application/json', ...headers}).end(JSON.stringify(body));
};

export const kubeConfigFor = (server: string, user: object = {}): KubeConfig => {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromClusterAndUser({name: 'c', server, skipTLSVerify: true}, {name: 'u', ...user});
  return kubeConfig;
};

/** An HTTP server on loopback that answers as a test wants; `times` counts the requests of the same method and path. */
export const smallApi = async (answer: Answer, user: object = {}): Promise<SmallApi> => {
  const asked: Asked[] = [];
  const server: Server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', piece => pieces.push(piece));
    request.on('end', () => {
      const {method = '', url = '', headers} = request;
      const one = {method, url, headers, body: Buffer.concat(pieces).toString()};
      asked.push(one);
      answer(one, response, asked.filter(other => other.method === method && other.url === url).length);
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const {port} = server.address() as AddressInfo;
  return {
    kubeConfig: kubeConfigFor(`http://127.0.0.1:${port}`, user),
    asked,
    stop: async () => {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
};
