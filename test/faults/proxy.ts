import {once} from 'node:events';
import {readFileSync, writeFileSync} from 'node:fs';
import type {IncomingMessage, ServerResponse} from 'node:http';
import {Agent, createServer, request as secureRequest} from 'node:https';
import type {AddressInfo, Socket} from 'node:net';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {parse} from 'yaml';
import type {Random} from './random.js';

/** What may be done to one request. */
export const mischiefs = [
  /** 429 with `Retry-After: 1`, and nothing reaches the API server. */
  'throttle',
  /** Nothing happens for a while. */
  'stall',
  /** The answer ends in its middle, and the connection with it; what was asked is done. */
  'truncate',
  /** The connection is reset before anything is asked. */
  'reset',
  /** It is asked and done, and the answer never comes: the connection is reset. */
  'lose',
] as const;
export type Mischief = (typeof mischiefs)[number];

export interface FaultProxy {
  /** A kubeconfig whose server is the proxy. */
  readonly kubeconfig: string;
  /** From now on, of so many requests one gets a mischief; 0 for none. */
  harm(share: number): void;
  /** Every connection goes still, without a word, for so long: what is sent is neither forwarded nor refused. */
  halfOpen(milliseconds: number): Promise<void>;
  /** How often each was done. */
  readonly done: Readonly<Record<Mischief | 'half-open', number>>;
  close(): Promise<void>;
}

const stallMilliseconds = 4000;

const throttled = JSON.stringify({
  ...{kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'TooManyRequests', code: 429},
  message: 'the server has received too many requests and has asked us to try again later',
});

/** Stands on 127.0.0.1 between a program and the API server of a rehearsal, and does mischief at random. */
export const openProxy = async (
  rehearsal: string,
  kubeconfig: string,
  folder: string,
  random: Random,
): Promise<FaultProxy> => {
  const text = readFileSync(kubeconfig, 'utf8');
  const known = parse(text);
  const {server} = known.clusters[0].cluster as {server: string};
  const {user} = known.users[0] as {user: Record<string, string>};
  const decoded = (name: string): string => Buffer.from(user[name] ?? '', 'base64').toString();
  const certificate = (name: string): string => readFileSync(join(rehearsal, 'certificates', name), 'utf8');
  const agent = new Agent({
    keepAlive: true,
    ca: certificate('ca.crt'),
    cert: decoded('client-certificate-data'),
    key: decoded('client-key-data'),
  });

  const done = {throttle: 0, stall: 0, truncate: 0, reset: 0, lose: 0, 'half-open': 0};
  const sockets = new Set<Socket>();
  let share = 0;
  let healed = Promise.resolve();

  const forward = (asked: IncomingMessage, answer: ServerResponse, mischief: Mischief | undefined): void => {
    const target = new URL(asked.url ?? '/', server);
    const ask = secureRequest(
      target,
      {agent, method: asked.method, headers: {...asked.headers, host: target.host}},
      async response => {
        if (mischief === 'lose') {
          // Until it is done there.
          response.resume();
          await once(response, 'end').catch(() => {});
          reset(asked);
          return;
        }
        answer.writeHead(response.statusCode ?? 502, response.headers);
        if (mischief === 'truncate') {
          response.once('data', (chunk: Buffer) => {
            answer.write(chunk.subarray(0, Math.floor(chunk.length / 2)), () => asked.socket.destroy());
          });
          return;
        }
        response.on('data', async (chunk: Buffer) => {
          response.pause();
          await healed;
          answer.write(chunk);
          response.resume();
        });
        response.on('end', async () => {
          await healed;
          answer.end();
        });
        response.on('error', () => asked.socket.destroy());
      },
    );
    ask.on('error', () => asked.socket.destroy());
    answer.on('close', () => ask.destroy());
    asked.pipe(ask);
  };

  /** A socket of TLS cannot be reset, the one beneath it can. */
  const reset = ({socket: {remotePort}}: IncomingMessage): void => {
    for (const socket of sockets) {
      if (socket.remotePort === remotePort) socket.resetAndDestroy();
    }
  };

  const isWatch = ({url = ''}: IncomingMessage): boolean => /[?&]watch=(true|1)/.test(url);

  const proxy = createServer(
    {cert: certificate('apiserver.crt'), key: certificate('apiserver.key'), ALPNProtocols: ['http/1.1']},
    async (asked, answer) => {
      const chosen = random.next() < share ? random.pick(mischiefs) : undefined;
      // The events of a watch come one by one: half of one is made when the next comes, if ever.
      const mischief = chosen === 'lose' && isWatch(asked) ? 'reset' : chosen;
      if (mischief !== undefined) done[mischief] += 1;
      await healed;
      if (mischief === 'throttle') {
        answer.writeHead(429, {'content-type': 'application/json', 'retry-after': '1'}).end(throttled);
      } else if (mischief === 'reset') {
        reset(asked);
      } else {
        if (mischief === 'stall') await sleep(stallMilliseconds);
        forward(asked, answer, mischief);
      }
    },
  );
  proxy.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
  });
  proxy.on('clientError', (_error, socket) => socket.destroy());
  proxy.on('tlsClientError', () => {});
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const {port} = proxy.address() as AddressInfo;
  const file = join(folder, `proxy-${port}.kubeconfig`);
  writeFileSync(file, text.replaceAll(server, `https://127.0.0.1:${port}`), {mode: 0o600});
  return {
    kubeconfig: file,
    done,
    harm(next) {
      share = next;
    },
    async halfOpen(milliseconds) {
      done['half-open'] += 1;
      healed = sleep(milliseconds);
      // Connections from before never move again; whoever waits on one has to notice.
      const still = [...sockets];
      for (const socket of still) socket.pause();
      await healed;
      for (const socket of still) socket.destroy();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      agent.destroy();
      proxy.close();
      await once(proxy, 'close');
    },
  };
};
