import {readFileSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:http';
import {connect, type Socket} from 'node:net';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import type {Client} from '../../source/cluster/client.js';
import {lastLines} from '../../source/rehearsal/deaths.js';
import {endProcesses, isRunning, readMark, startProcess} from '../../source/rehearsal/processes.js';
import type {BareRehearsal} from './bare-rehearsal.js';

/** Where a connection to a pod goes instead: a port of 127.0.0.1. */
export type Route = (target: string) => number | undefined;

export interface ClusterEgress {
  /** `10.244.0.9:9090`, each connection that the API server asked for. */
  readonly targets: readonly string[];
  close(): Promise<void>;
}

/**
 * Starts the API server of a rehearsal anew so that it reaches pods through a proxy on a Unix socket: there is no network of pods,
 * and the API takes no endpoint on loopback. What `route` gives no port for is connected to as it is asked for, as the simulated kubelets are.
 */
export const routeToPods = async ({folder, client}: BareRehearsal, route: Route): Promise<ClusterEgress> => {
  const targets: string[] = [];
  const open = new Set<Socket>();
  const proxy = createServer().on('connect', ({url: target = ''}, client: Socket, head: Buffer) => {
    targets.push(target);
    const port = route(target);
    const [, host = '', asked = ''] = /^\[?(.*?)\]?:(\d+)$/.exec(target) ?? [];
    const upstream = port === undefined ? connect(Number(asked), host) : connect(port, '127.0.0.1');
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket
        .on('error', () => {})
        .on('close', () => {
          open.delete(socket);
          client.destroy();
          upstream.destroy();
        });
    }
    upstream.on('connect', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.write(head);
      client.pipe(upstream).pipe(client);
    });
  });
  // A socket's path has no room for more than a hundred characters.
  const socket = join(folder, 'egress');
  await new Promise<void>(resolve => proxy.listen(socket, resolve));
  await restartWith(folder, client, configuration(folder, socket));
  return {
    targets,
    async close() {
      for (const one of open) one.destroy();
      await new Promise(resolve => proxy.close(resolve));
    },
  };
};

/** Writes what kube-apiserver reads with `--egress-selector-config-file`; returns its path. */
const configuration = (rehearsal: string, socket: string): string => {
  const file = join(rehearsal, 'egress.json');
  writeFileSync(
    file,
    JSON.stringify({
      apiVersion: 'apiserver.k8s.io/v1beta1',
      kind: 'EgressSelectorConfiguration',
      egressSelections: [
        {
          name: 'cluster',
          connection: {proxyProtocol: 'HTTPConnect', transport: {uds: {udsName: socket}}},
        },
      ],
    }),
  );
  return file;
};

/** So often it is started: on a busy machine it gives up on its etcd, or its port is taken for a moment. */
const mostStarts = 3;

/** Its mark names the new one, so that the rehearsal ends it with the others. */
const restartWith = async (rehearsal: string, client: Client, configurationFile: string): Promise<void> => {
  const name = 'kube-apiserver';
  const mark = readMark(rehearsal, name);
  if (mark === undefined) throw new Error('the rehearsal has no API server');
  const [path = '', ...args] = readFileSync(`/proc/${mark.pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
  const option = `--egress-selector-config-file=${configurationFile}`;
  await endProcesses([mark]);
  for (let start = 1; start <= mostStarts; start += 1) {
    const started = await startProcess(rehearsal, {name, path, args: [...args, option]}, process.env);
    while (isRunning(started)) {
      if (await client.request('GET', '/readyz').catch(() => undefined)) return;
      await sleep(200);
    }
  }
  throw new Error(`the API server does not come back: ${lastLines(rehearsal, name, 6).join(' | ')}`);
};
