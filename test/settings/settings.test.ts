import {chmodSync, mkdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {beforeEach, expect, test} from 'vitest';
import {settings} from '../../source/settings/settings.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

interface Choices {
  readonly edition?: string;
  readonly destination?: string;
}

let config: string;
const open = () => settings<Choices>({XDG_CONFIG_HOME: config}, ['edition', 'destination']);
const file = () => path.join(config, 'genestack', 'config.json');

beforeEach(() => {
  config = temporaryFolder('settings');
});

test('Choices are remembered in a private file of the configuration folder', () => {
  expect(open().read()).toEqual({});
  open().write({edition: 'flex', destination: 'rehearsal'});
  open().write({edition: 'enterprise'});
  expect(open().read()).toEqual({edition: 'enterprise', destination: 'rehearsal'});
  expect(statSync(file()).mode & 0o777).toBe(0o600);
  expect(statSync(path.dirname(file())).mode & 0o777).toBe(0o700);
});

test('A broken file is as none, is not touched by reading, and the next choice mends it', () => {
  mkdirSync(path.dirname(file()));
  writeFileSync(file(), '{"edition": ');
  expect(open().read()).toEqual({});
  expect(readFileSync(file(), 'utf8')).toBe('{"edition": ');
  open().write({edition: 'flex'});
  expect(open().read()).toEqual({edition: 'flex'});
});

test('What is no text, or was never asked for, is not remembered', () => {
  mkdirSync(path.dirname(file()));
  writeFileSync(file(), '{"edition": 7, "destination": "file", "other": "x"}');
  expect(open().read()).toEqual({destination: 'file'});
});

test('A folder that cannot be used is no reason to stop', () => {
  chmodSync(config, 0o755);
  writeFileSync(path.join(config, 'genestack'), '');
  open().write({edition: 'flex'});
  expect(open().read()).toEqual({});
});
