import {readdirSync, rmSync} from 'node:fs';
import {createConnection} from 'node:net';
import {join} from 'node:path';
import {lookAt} from './client.js';
import type {Hello} from './protocol.js';
import {privateSocketFolders} from './socket-path.js';

/** An engine of this user that is alive on this machine. */
export interface LivingEngine {
  readonly path: string;
  readonly hello: Hello;
}

/** All of them, the newest first. A socket behind which nobody is any more is removed. */
export const livingEngines = async (environment = process.env): Promise<LivingEngine[]> => {
  const paths = privateSocketFolders(environment).flatMap(folder =>
    readdirSync(folder)
      .filter(name => name.endsWith('.sock'))
      .map(name => join(folder, name)),
  );
  const found = await Promise.all(
    paths.map(async path => {
      const hello = await lookAt(path);
      if (hello === undefined && (await isDeserted(path))) {
        rmSync(path, {force: true});
      }
      return hello === undefined ? [] : [{path, hello}];
    }),
  );
  return found.flat().sort((a, b) => (a.hello.startedAt < b.hello.startedAt ? 1 : -1));
};

const isDeserted = (path: string): Promise<boolean> =>
  new Promise(resolve => {
    const socket = createConnection({path});
    socket.on('connect', () => {
      socket.destroy();
      resolve(false);
    });
    socket.on('error', error => resolve((error as NodeJS.ErrnoException).code === 'ECONNREFUSED'));
  });
