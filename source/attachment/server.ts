import {chmodSync, lstatSync, rmSync} from 'node:fs';
import {createServer, type Server, type Socket} from 'node:net';
import {setTimeout as sleep} from 'node:timers/promises';
import type {Intention} from '../engine/intentions.js';
import {makeHistory} from './history.js';
import {lineOf, readMessages} from './lines.js';
import {
  type EngineMessage,
  type Hello,
  longestOfScreen,
  protocolVersion,
  type ScreenMessage,
  screenMessageSchema,
  type Told,
} from './protocol.js';
import {freeWheel, type WheelEvent, wheelAfter} from './wheel.js';

export interface ServerOptions {
  /** Where it listens, in a folder that only this user may enter. */
  readonly path: string;
  /** Another place, for when the first was removed: a logout takes the user's runtime folder with it. */
  again(): string;
  hello(): Hello;
  /** Of whoever has the wheel. */
  onIntention(intention: Intention): void;
}

export interface EngineServer {
  tell(told: Told): void;
  /** Resolves when the first one has attached. */
  readonly attended: Promise<void>;
  /** Waits until everybody has read what was told, but not for ever, and removes the socket. */
  close(): Promise<void>;
}

/** Bytes that wait for a slow reader before it is told no more until it has read them. */
const mostWaiting = 1024 * 1024;
const lookEveryMilliseconds = 5000;
const lastWordMilliseconds = 10_000;

interface Client {
  readonly id: number;
  readonly socket: Socket;
  /** Number of the last entry that was written to it. */
  told: number;
  isBehind: boolean;
  isAttached: boolean;
  /** It has the snapshot. */
  isLive: boolean;
}

/** Tells everybody who attaches what happens, from the beginning, and takes intentions from whoever has the wheel. */
export const serve = async (options: ServerOptions): Promise<EngineServer> => {
  const history = makeHistory();
  const clients = new Set<Client>();
  const attended = Promise.withResolvers<void>();
  let wheel = freeWheel;
  /** The holder said that a person sits there. */
  let isAttended = false;
  let ids = 0;

  const write = ({socket}: Client, message: EngineMessage): boolean => socket.write(lineOf(message));

  /** Everything that it was not told yet, until it is full; the rest when it has read that. */
  const pump = (client: Client): void => {
    client.isBehind = false;
    for (const {number, told} of history.after(client.told)) {
      client.told = number;
      write(client, {type: 'told', number, told});
      if (client.socket.writableLength > mostWaiting) {
        client.isBehind = true;
        return;
      }
    }
    if (!client.isLive) {
      client.isLive = true;
      write(client, {type: 'live'});
    }
  };

  const tellWheel = (client: Client): void => {
    // Of what is full already nobody reads who has the wheel; it is told when there is room.
    if (client.socket.writableLength <= mostWaiting) {
      write(client, {
        type: 'wheel',
        isOurs: wheel.holder === client.id,
        holder: wheel.holder === null ? null : (wheel.watchers.get(wheel.holder) ?? null),
        others: wheel.watchers.size - 1,
      });
    }
  };
  const turn = (event: WheelEvent): void => {
    const next = wheelAfter(wheel, event);
    if (next !== wheel) {
      if (isAttended && next.holder !== wheel.holder) {
        // Whoever has it next says for themselves whether a person sits there.
        isAttended = false;
        options.onIntention({type: 'leave'});
      }
      wheel = next;
      for (const client of clients) {
        if (client.isAttached) {
          tellWheel(client);
        }
      }
    }
  };

  const refuse = ({socket}: Client, sentence: string): void => {
    socket.end(lineOf({type: 'refused', sentence} satisfies EngineMessage));
  };

  const take = (client: Client, message: ScreenMessage): void => {
    const isFirst = message.type === 'look' || message.type === 'attach';
    if (isFirst === client.isAttached) {
      refuse(client, isFirst ? 'It is attached already.' : 'Whoever comes says look or attach first.');
      return;
    }
    switch (message.type) {
      case 'look':
        client.socket.end(lineOf(options.hello()));
        break;
      case 'attach':
        write(client, options.hello());
        if (message.protocol !== protocolVersion) {
          refuse(client, `It speaks version ${protocolVersion}, and was spoken to in ${message.protocol}.`);
          return;
        }
        client.isAttached = true;
        pump(client);
        turn({type: 'came', id: client.id, watcher: message.watcher});
        attended.resolve();
        break;
      case 'wheel':
        turn({type: message.want, id: client.id});
        break;
      case 'intend':
        if (wheel.holder === client.id) {
          isAttended =
            message.intention.type === 'attend' || (isAttended && message.intention.type !== 'leave');
          options.onIntention(message.intention);
        } else {
          // It may have been taken a moment ago: nothing is done, and who has it is said again.
          tellWheel(client);
        }
        break;
      default:
        message satisfies never;
    }
  };

  const meet = (socket: Socket): void => {
    ids += 1;
    const client: Client = {id: ids, socket, told: 0, isBehind: false, isAttached: false, isLive: false};
    clients.add(client);
    socket.on('error', () => {});
    socket.on('close', () => {
      clients.delete(client);
      if (client.isAttached) {
        turn({type: 'went', id: client.id});
      }
    });
    socket.on('drain', () => {
      if (client.isBehind) {
        pump(client);
        tellWheel(client);
      }
    });
    readMessages(socket, screenMessageSchema, longestOfScreen, {
      take: message => take(client, message),
      malformed: error => refuse(client, `What was said to the engine could not be taken: ${error.message}.`),
    });
  };

  let path = options.path;
  let server = await listen(path, meet);
  const look = async (): Promise<void> => {
    if (lstatSync(path, {throwIfNoEntry: false}) === undefined) {
      server.close();
      path = options.again();
      server = await listen(path, meet);
    }
  };
  const timer = setInterval(() => void look().catch(() => {}), lookEveryMilliseconds);
  timer.unref();

  return {
    attended: attended.promise,
    tell(told) {
      const {number} = history.put(told);
      for (const client of clients) {
        if (client.isAttached && !client.isBehind) {
          client.told = number;
          write(client, {type: 'told', number, told});
          client.isBehind = client.socket.writableLength > mostWaiting;
        }
      }
    },
    async close() {
      clearInterval(timer);
      server.close();
      rmSync(path, {force: true});
      const last = AbortSignal.timeout(lastWordMilliseconds);
      while (!last.aborted && [...clients].some(client => client.isBehind)) {
        await sleep(20);
      }
      await Promise.race([
        Promise.all([...clients].map(({socket}) => new Promise<void>(done => socket.end(done)))),
        sleep(lastWordMilliseconds, undefined, {ref: false}),
      ]);
    },
  };
};

const listen = (path: string, meet: (socket: Socket) => void): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer(meet);
    server.once('error', reject);
    server.listen({path}, () => {
      server.off('error', reject).on('error', () => {});
      chmodSync(path, 0o600);
      resolve(server);
    });
  });
