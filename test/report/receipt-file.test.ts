import {mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join, relative} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {type Disk, realDisk} from '../../source/disk.js';
import {makeReceipt, receiptSchema} from '../../source/engine/receipt.js';
import {initialState} from '../../source/engine/state.js';
import {runFolder, writeReceipt} from '../../source/report/receipt-file.js';
import {smallPlan} from '../helpers/small-plan.js';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'genestack-receipt-'));
});
afterEach(() => rmSync(home, {recursive: true}));

const plan = smallPlan({'db/apply': ''});
const receipt = makeReceipt(initialState(plan), plan, {
  standIns: ['db'],
  kubeconfig: null,
  simulatedNodes: 0,
  time: '1970-01-01T00:00:00.000Z',
});
const mode = (path: string) => statSync(path).mode & 0o777;

test('a receipt is written for people and programs, readable by nobody else', () => {
  const file = writeReceipt(receipt, 'r1', {environment: {XDG_STATE_HOME: home}, closing: ['1 of 1 ready.']});
  if ('error' in file) {
    throw file.error;
  }
  expect(receiptSchema.parse(JSON.parse(readFileSync(file.json, 'utf8')))).toEqual(receipt);
  const markdown = readFileSync(file.markdown, 'utf8');
  expect(markdown).toContain('- 1 of 1 ready.');
  expect(markdown).toContain('| db | DB | planned | 0 | db | 1.2.3 | yes |');
  expect([mode(file.json), mode(file.markdown), mode(dirname(file.json))]).toEqual([0o600, 0o600, 0o700]);
});

test('a full disk is a sentence that keeps the outcome, and leaves no half file', () => {
  const full = () => {
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), {code: 'ENOSPC'});
  };
  const file = writeReceipt(receipt, 'r1', {
    environment: {XDG_STATE_HOME: home},
    disk: {...realDisk, write: full},
  });
  expect(file).toMatchObject({
    error: {code: 'GS-RUN-06', message: expect.stringMatching(/the disk is full.*interrupted/)},
  });
  expect(readdirSync(join(home, 'genestack/runs/r1'))).toEqual([]);
});

test('a receipt is on the disk under its name when it is written', () => {
  const done: string[] = [];
  const names = (): string => readdirSync(join(home, 'genestack/runs/r1')).sort().join();
  const disk: Disk = {
    write(file, bytes) {
      realDisk.write(file, bytes);
      done.push('written');
    },
    sync: () => void done.push(`synced, ${names().replace(/\.\d+\./g, '.PID.')}`),
    syncFolder: folder => void done.push(`${relative(home, folder)} synced, ${names()}`),
  };
  writeReceipt(receipt, 'r1', {environment: {XDG_STATE_HOME: home}, disk});
  expect(done).toEqual([
    'written',
    'synced, .receipt.json.PID.unfinished',
    'genestack/runs/r1 synced, receipt.json',
    'written',
    'synced, .receipt.md.PID.unfinished,receipt.json',
    'genestack/runs/r1 synced, receipt.json,receipt.md',
  ]);
});

test('a folder that cannot be made is a sentence, too', () => {
  const blocked = join(home, 'file');
  writeFileSync(blocked, '');
  const file = writeReceipt(receipt, 'r1', {environment: {XDG_STATE_HOME: blocked}});
  expect(file).toMatchObject({
    error: {code: 'GS-RUN-06', message: expect.stringContaining('a file, not a folder')},
  });
});

test('a relative XDG_STATE_HOME counts as none', () => {
  expect(runFolder('r1', {XDG_STATE_HOME: 'state', HOME: '/home/me'})).toBe(
    '/home/me/.local/state/genestack/runs/r1',
  );
});
