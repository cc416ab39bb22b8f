import {expect, test} from 'vitest';
import {createRunMode, type RunMode} from '../../source/engine/run-mode.js';

const modeWith = (isInterrupted = false) => {
  const told: unknown[] = [];
  return {mode: createRunMode(isInterrupted, event => told.push(event)), told};
};

test('a failure stops, a person goes on, and each is told once', () => {
  const {mode, told} = modeWith();
  mode.stopAfterFailure('nova');
  mode.stopAfterFailure('heat');
  expect([mode.name, mode.stoppedBy]).toEqual(['stopping', 'nova']);
  mode.resume();
  mode.resume();
  expect([mode.name, mode.stoppedBy]).toEqual(['going', null]);
  expect(told).toEqual([{type: 'stopping', by: 'nova'}, {type: 'resumed'}]);
});

test("a person's stop takes the place of a failure's, and not the other way round", () => {
  const {mode, told} = modeWith();
  mode.stopAfterFailure('nova');
  mode.stop();
  mode.stopAfterFailure('heat');
  mode.stop();
  expect([mode.name, mode.stoppedBy]).toEqual(['stopping', null]);
  expect(told).toEqual([
    {type: 'stopping', by: 'nova'},
    {type: 'stopping', by: null},
  ]);
});

test('a pause is of what goes', () => {
  const {mode, told} = modeWith();
  mode.pause();
  mode.pause();
  expect([mode.name, told]).toEqual(['paused', [{type: 'paused'}]]);
  mode.stop();
  mode.pause();
  expect(mode.name).toBe('stopping');
});

test('nothing leads back from an interruption', () => {
  const {mode} = modeWith(true);
  mode.resume();
  mode.pause();
  mode.stop();
  mode.stopAfterFailure('nova');
  expect([mode.name, mode.stoppedBy]).toEqual(['interrupting', null]);
});

test.each<[string, (mode: RunMode) => void, boolean]>([
  ['goes', () => {}, true],
  ['is paused', mode => mode.pause(), true],
  ['was stopped by a failure', mode => mode.stopAfterFailure('nova'), true],
  ['was stopped by them', mode => mode.stop(), false],
  ['is interrupted', mode => mode.interrupt(), false],
  ['is left by them', mode => mode.attend(false), false],
])('whether who sits at it is waited for where it %s', (_how, act, mayAwait) => {
  const {mode} = modeWith();
  mode.attend(true);
  act(mode);
  expect(mode.mayAwait).toBe(mayAwait);
});
