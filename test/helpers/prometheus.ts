import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {createServer, type RequestListener, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import getPort from 'get-port';
import {vi} from 'vitest';
import {stringify} from 'yaml';

/** A claim as the kubelets measure it. */
export interface Measured {
  readonly namespace: string;
  readonly claim: string;
  readonly usedPercent: number;
}

export interface Prometheus {
  /** On 127.0.0.1. */
  readonly port: number;
  close(): Promise<void>;
}

const listening = async (answer: RequestListener): Promise<{server: Server; port: number}> => {
  const server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {server, port: (server.address() as AddressInfo).port};
};

const closed = (server: Server): Promise<void> => {
  server.closeAllConnections();
  return new Promise(resolve => server.close(() => resolve()));
};

/** Answers any query with the claims from `fromPercent` on, as Prometheus answers that of the monitor. */
export const standInPrometheus = async (
  measured: readonly Measured[],
  fromPercent: number,
): Promise<Prometheus> => {
  const {server, port} = await listening((request, response) => {
    const {pathname, searchParams} = new URL(request.url ?? '', 'http://prometheus');
    const isQuery = request.method === 'GET' && pathname === '/api/v1/query' && searchParams.has('query');
    response.writeHead(isQuery ? 200 : 404, {'content-type': 'application/json'}).end(
      JSON.stringify({
        status: isQuery ? 'success' : 'error',
        data: {
          resultType: 'vector',
          result: measured
            .filter(({usedPercent}) => usedPercent >= fromPercent)
            .map(({namespace, claim, usedPercent}) => ({
              metric: {namespace, persistentvolumeclaim: claim},
              value: [Date.now() / 1000, `${usedPercent}`],
            })),
        },
      }),
    );
  });
  return {port, close: () => closed(server)};
};

const capacity = 10 * 2 ** 30;

/** What a kubelet serves of its volumes. */
const metricsOf = (measured: readonly Measured[]): string =>
  `${[
    '# TYPE kubelet_volume_stats_capacity_bytes gauge',
    ...measured.map(one => sample('capacity', one, capacity)),
    '# TYPE kubelet_volume_stats_used_bytes gauge',
    ...measured.map(one => sample('used', one, Math.ceil((capacity * one.usedPercent) / 100))),
  ].join('\n')}\n`;

const sample = (what: string, {namespace, claim}: Measured, bytes: number): string =>
  `kubelet_volume_stats_${what}_bytes{namespace="${namespace}",persistentvolumeclaim="${claim}"} ${bytes}`;

/** Starts the program at this path, and resolves when it has read what kubelets would serve. */
export const realPrometheus = async (path: string, measured: readonly Measured[]): Promise<Prometheus> => {
  const {server, port: metrics} = await listening((_, response) => {
    response.writeHead(200, {'content-type': 'text/plain; version=0.0.4'}).end(metricsOf(measured));
  });
  const folder = mkdtempSync(join(tmpdir(), 'genestack-prometheus-'));
  const config = join(folder, 'prometheus.yaml');
  writeFileSync(
    config,
    stringify({
      global: {scrape_interval: '1s'},
      scrape_configs: [{job_name: 'kubelet', static_configs: [{targets: [`127.0.0.1:${metrics}`]}]}],
    }),
  );
  const port = await getPort({host: '127.0.0.1'});
  const program = spawn(
    path,
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    {stdio: 'ignore'},
  );
  await vi.waitFor(
    async () => {
      const answer = await fetch(
        `http://127.0.0.1:${port}/api/v1/query?query=count(kubelet_volume_stats_used_bytes)`,
      );
      if (!(await answer.text()).includes(`"${measured.length}"`)) throw new Error('nothing was read yet');
    },
    {timeout: 100_000, interval: 200},
  );
  return {
    port,
    async close() {
      await ended(program);
      await closed(server);
      rmSync(folder, {recursive: true, force: true});
    },
  };
};

const ended = async (program: ChildProcess): Promise<void> => {
  if (program.exitCode !== null) return;
  program.kill('SIGTERM');
  await once(program, 'exit');
};
