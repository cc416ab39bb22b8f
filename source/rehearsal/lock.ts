import {createHash} from 'node:crypto';
import {once} from 'node:events';
import {createConnection, createServer, type Server, type Socket} from 'node:net';
import {userInfo} from 'node:os';

export interface LockOptions {
  /** Called once when another process holds the lock, before waiting for it. */
  readonly onWait?: (() => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs the work while no other process of this user works under the same key. The lock is an abstract unix
 * socket, which the kernel frees even after SIGKILL. Rejects with the signal's reason when aborted while waiting.
 */
export const withLock = async <T>(
  key: string,
  work: () => Promise<T>,
  options: LockOptions = {},
): Promise<T> => {
  const held = await acquire(addressOf(key), options);
  try {
    return await work();
  } finally {
    held.release();
  }
};

const addressOf = (key: string): string =>
  `\0genestack-${userInfo().uid}-${createHash('sha256').update(key).digest('hex').slice(0, 32)}`;

const acquire = async (address: string, options: LockOptions): Promise<{release(): void}> => {
  for (let waited = false; ; waited = true) {
    options.signal?.throwIfAborted();
    const held = await listen(address);
    if (held) return held;
    if (!waited) options.onWait?.();
    await holderGone(address, options.signal);
  }
};

const listen = async (address: string): Promise<{release(): void} | undefined> => {
  const waiting = new Set<Socket>();
  const server: Server = createServer(socket => {
    waiting.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => waiting.delete(socket));
  });
  try {
    server.listen({path: address});
    await once(server, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return;
    throw error;
  }
  return {
    release() {
      server.close();
      for (const socket of waiting) socket.destroy();
    },
  };
};

/** The holder keeps our connection open for as long as it lives. */
const holderGone = (address: string, signal: AbortSignal | undefined): Promise<void> =>
  new Promise(resolve => {
    const socket = createConnection({path: address, ...(signal && {signal})});
    socket.on('error', () => {});
    socket.on('close', () => resolve());
  });
