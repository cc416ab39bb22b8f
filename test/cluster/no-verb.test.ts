import {existsSync} from 'node:fs';
import path from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {processesWith} from '../helpers/processes.js';
import {start, stateFolder} from '../helpers/program.js';

const {state, remove} = stateFolder();
afterAll(remove);

test('without a verb and without a terminal Flex is rehearsed in lines, and Ctrl-C leaves nothing', async () => {
  const running = start([], {XDG_STATE_HOME: state});
  expect(await running.line(line => line.startsWith('Rehearses '))).toMatch(/^Rehearses Genestack Flex: /);
  await running.line(line => / applying$/.test(line));
  running.child.kill('SIGINT');
  const ended = await running.ended;
  expect(ended.exitCode).toBe(130);
  expect(ended.stdout).toContain('interrupted');
  expect(processesWith(state)).toEqual([]);
  expect(existsSync(path.join(state, 'genestack', 'rehearsals', 'default'))).toBe(false);
}, 120_000);
