import {expect, test} from 'vitest';
import {buildText} from '../../source/commands/talk.js';

test('how far the servers are is told by what is counted', () => {
  expect(
    [
      {phase: 'downloading', done: 1, total: undefined} as const,
      {phase: 'downloading', done: 12, total: undefined} as const,
      {phase: 'compiling', done: 2, total: 900} as const,
    ].map(buildText),
  ).toEqual(['downloading 1 module', 'downloading 12 modules', 'compiling 2 of 900 packages']);
});
