import {readlinkSync} from 'node:fs';
import {createConnection, type Socket} from 'node:net';
import {packageVersion} from '../assets.js';
import {exitCodes, GenestackError} from '../errors.js';
import {lineOf, readMessages} from './lines.js';
import {
  type EngineMessage,
  engineMessageSchema,
  type Hello,
  longestOfEngine,
  protocolVersion,
  type ScreenMessage,
  type Subject,
  type Told,
  type Watcher,
  type WheelNews,
} from './protocol.js';

/** Whoever listens to an engine. */
export interface Ears {
  told(told: Told): void;
  /** What was told until now was the past. */
  live(): void;
  wheel(news: WheelNews): void;
  /** Nothing more comes. An error where it was no end that was told before. */
  closed(error: GenestackError | undefined): void;
}

/** An engine that is attached to. */
export interface Connection {
  readonly hello: Hello;
  readonly subject: Subject;
  /** Once: tells everything from the beginning, in order. */
  listen(ears: Ears): void;
  send(message: ScreenMessage): void;
  close(): void;
}

/** An engine on a busy machine takes its time; one that was stopped shall not keep those who only look. */
const [lookMilliseconds, attachMilliseconds] = [5000, 60_000];

/** This process, as others see who has the wheel. */
export const thisWatcher = (): Watcher => {
  let tty = '';
  try {
    tty = readlinkSync('/proc/self/fd/0');
  } catch {}
  return {pid: process.pid, tty: /^\/dev\/((pts\/|tty)[\w-]{1,20})$/.exec(tty)?.[1] ?? ''};
};

/** Asks whoever listens at a path who it is. @returns undefined where nobody does, or says nothing in time. */
export const lookAt = async (path: string): Promise<Hello | undefined> => {
  const opened = await open(path, {type: 'look', protocol: protocolVersion}).catch(() => undefined);
  opened?.socket.destroy();
  return opened?.hello;
};

/**
 * Attaches to the engine that listens at a path.
 * @throws GenestackError GS-ATT-02 (nobody answers there, or not in time), GS-ATT-03 (another version of the protocol).
 */
export const attachTo = async (path: string, watcher = thisWatcher()): Promise<Connection> => {
  const opened = await open(path, {type: 'attach', protocol: protocolVersion, watcher});
  const {socket, hello, subject, early, hear} = opened;
  if (hello.protocol !== protocolVersion || subject === undefined) {
    socket.destroy();
    throw new GenestackError(
      'GS-ATT-03',
      `The engine of run ${hello.run} is of genestack ${hello.program}, which speaks version ${hello.protocol}; this one, ${packageVersion()}, speaks ${protocolVersion}.`,
      'Attach with the release of the program that started it; it goes on meanwhile.',
      exitCodes.precondition,
    );
  }
  return {
    hello,
    subject,
    listen(ears) {
      hear(ears);
      for (const message of early.splice(0)) {
        deliver(message, ears);
      }
      socket.resume();
    },
    send(message) {
      socket.write(lineOf(message));
    },
    close: opened.close,
  };
};

const deliver = (message: EngineMessage, ears: Ears): void => {
  switch (message.type) {
    case 'told':
      ears.told(message.told);
      break;
    case 'live':
      ears.live();
      break;
    case 'wheel': {
      const {type: _, ...news} = message;
      ears.wheel(news);
      break;
    }
    case 'hello':
    case 'refused':
      break;
    default:
      message satisfies never;
  }
};

const silent: Ears = {told() {}, live() {}, wheel() {}, closed() {}};

interface Opened {
  readonly socket: Socket;
  readonly hello: Hello;
  /** Of whoever attached: the first that is told. */
  readonly subject: Subject | undefined;
  /** What came behind it while nobody listened. */
  readonly early: EngineMessage[];
  hear(ears: Ears): void;
  close(): void;
}

const open = (path: string, first: ScreenMessage): Promise<Opened> =>
  new Promise((resolve, reject) => {
    const socket = createConnection({path});
    const early: EngineMessage[] = [];
    let hello: Hello | undefined;
    let ears: Ears | undefined;
    let wrong: GenestackError | undefined;
    const patience = first.type === 'look' ? lookMilliseconds : attachMilliseconds;
    const timer = setTimeout(() => socket.destroy(), patience);
    const opened = (answered: Hello, subject: Subject | undefined): void => {
      clearTimeout(timer);
      // Until somebody listens.
      socket.pause();
      resolve({
        socket,
        hello: answered,
        subject,
        early,
        hear(next) {
          ears = next;
          if (socket.closed) {
            setImmediate(() => next.closed(wrong));
          }
        },
        close() {
          ears = silent;
          socket.resume();
          // What was sent last is to arrive.
          socket.destroySoon();
        },
      });
    };
    const refused = (sentence: string): void => {
      wrong ??= new GenestackError(
        'GS-ATT-04',
        `The engine and this screen did not understand each other: ${sentence}`,
        'Attach with the release of the program that started it; it goes on meanwhile.',
        exitCodes.failed,
      );
      socket.destroy();
    };
    socket.on('error', () => {});
    socket.on('connect', () => socket.write(lineOf(first)));
    socket.on('close', () => {
      clearTimeout(timer);
      reject(
        wrong ??
          new GenestackError(
            'GS-ATT-02',
            `An engine was to be attached to at ${path}, and none answers there.`,
            '"genestack runs" says which runs are alive.',
            exitCodes.failed,
          ),
      );
      ears?.closed(wrong);
    });
    readMessages(socket, engineMessageSchema, longestOfEngine, {
      take(message) {
        if (message.type === 'refused') {
          refused(message.sentence);
        } else if (message.type === 'hello') {
          hello = message;
          if (first.type === 'look' || message.protocol !== protocolVersion) {
            opened(message, undefined);
          }
        } else if (message.type === 'told' && message.told.type === 'subject' && hello !== undefined) {
          opened(hello, message.told);
        } else if (ears === undefined) {
          early.push(message);
        } else {
          deliver(message, ears);
        }
      },
      malformed: error => refused(`${error.message}.`),
    });
  });
