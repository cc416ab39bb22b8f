import {chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {type BackgroundServers, backgroundServers} from '../../source/commands/background-servers.js';
import {builtFolder} from '../../source/rehearsal/find-servers.js';
import {readPins} from '../../source/rehearsal/pins.js';
import {processesWith} from '../helpers/processes.js';

let folder: string;
let servers: BackgroundServers;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'genestack-background-'));
});
afterEach(async () => {
  await servers.close();
  rmSync(folder, {recursive: true, force: true});
});

/** A machine whose PATH has nothing but what is given. */
const machine = (programs: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv => {
  const bin = path.join(folder, 'bin');
  mkdirSync(bin);
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(path.join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(path.join(bin, name), 0o755);
  }
  return {PATH: bin, HOME: folder, XDG_CACHE_HOME: path.join(folder, 'cache')};
};

test('Servers that were built before are there, and nothing is begun', () => {
  const environment = machine();
  mkdirSync(builtFolder(environment, readPins()), {recursive: true});
  servers = backgroundServers(environment);
  expect(servers.servers.progress()).toMatchObject({state: 'there'});
});

const ends = (state: string): Promise<void> =>
  vi.waitFor(() => expect(servers.servers.progress().state).toBe(state), {timeout: 20_000});

test('Nothing is built before it is begun; what cannot be built is a sentence, and is tried again', async () => {
  servers = backgroundServers(machine());
  const states: string[] = [];
  servers.servers.subscribe(() => states.push(servers.servers.progress().state));
  expect(servers.servers.progress().state).toBe('missing');
  servers.servers.begin();
  servers.servers.begin();
  await ends('failed');
  expect(states).toEqual(['building', 'failed']);
  expect(servers.servers.progress().text).toContain('there is no Go toolchain here');
  servers.servers.begin();
  await vi.waitFor(() => expect(states).toEqual(['building', 'failed', 'building', 'failed']));
});

test('A build that goes on is ended by closing', async () => {
  servers = backgroundServers(machine({go: 'while :; do /bin/sleep 0.05; done'}));
  servers.servers.begin();
  await ends('building');
  await servers.close();
  expect(processesWith(folder)).toEqual([]);
});
