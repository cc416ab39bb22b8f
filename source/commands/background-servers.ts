import {existsSync} from 'node:fs';
import {messageOf} from '../errors.js';
import {builtFolder, findServers} from '../rehearsal/find-servers.js';
import {readPins} from '../rehearsal/pins.js';
import {ensureServers} from '../rehearsal/servers.js';
import type {ServersProgress, World} from '../ui/ports.js';
import {buildText} from './talk.js';

/** Servers that are looked for, and built where they have to be, while a person answers questions. */
export interface BackgroundServers extends Pick<World, 'servers'> {
  /** Ends a build; what was compiled is kept, and whoever needs the servers next goes on from there. */
  close(): Promise<void>;
}

export const backgroundServers = (environment: NodeJS.ProcessEnv): BackgroundServers => {
  const pins = readPins();
  const controller = new AbortController();
  const listeners = new Set<() => void>();
  let progress: ServersProgress = {
    state: existsSync(builtFolder(environment, pins)) ? 'there' : 'missing',
    text: '',
    done: 0,
    total: null,
  };
  let work: Promise<void> | undefined;

  const change = (next: Partial<ServersProgress>): void => {
    progress = {...progress, ...next};
    for (const listener of [...listeners]) {
      listener();
    }
  };

  /** They may be on PATH, which only asking each of them for its version shows. */
  let looking: Promise<void> | undefined;
  const look = (): Promise<void> => {
    looking ??= findServers(environment, pins).then(
      ({missing}) => {
        if (progress.state === 'missing' && missing.length === 0) {
          change({state: 'there'});
        }
      },
      () => {},
    );
    return looking;
  };

  const build = async (): Promise<void> => {
    await look();
    if (progress.state === 'there') {
      return;
    }
    change({state: 'building', text: 'looking for the servers', done: 0, total: null});
    try {
      await ensureServers(environment, {
        signal: controller.signal,
        onNotice(sentence) {
          change({text: sentence});
        },
        onProgress(step) {
          change({text: buildText(step), done: step.done, total: step.total ?? null});
        },
      });
      change({state: 'built', text: ''});
    } catch (error) {
      change({state: 'failed', text: messageOf(error)});
    }
  };

  return {
    servers: {
      progress() {
        void look();
        return progress;
      },
      begin() {
        if (work === undefined || progress.state === 'failed') {
          work = build();
        }
      },
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    async close() {
      listeners.clear();
      controller.abort(new Error('nobody waits for the servers any more'));
      await work;
    },
  };
};
