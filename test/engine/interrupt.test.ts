import {EventEmitter} from 'node:events';
import {expect, test, vi} from 'vitest';
import {politeInterrupt} from '../../source/engine/interrupt.js';

const process = () => Object.assign(new EventEmitter(), {exit: vi.fn()});

test('the first signal asks, the second exits at once with 130', () => {
  const target = process();
  let now = 0;
  const {signal} = politeInterrupt(target, () => now);
  target.emit('SIGTERM');
  expect(signal.aborted).toBe(true);
  expect(target.exit).not.toHaveBeenCalled();
  now = 1000;
  target.emit('SIGINT');
  expect(target.exit).toHaveBeenCalledExactlyOnceWith(130);
});

test('a key asks as a signal does, and the next one exits at once however soon', () => {
  const target = process();
  const {signal, press} = politeInterrupt(target, () => 0);
  press();
  expect(signal.aborted).toBe(true);
  expect(target.exit).not.toHaveBeenCalled();
  press();
  expect(target.exit).toHaveBeenCalledExactlyOnceWith(130);
});

test('one Ctrl-C that npm passes on a second time is one', () => {
  const target = process();
  politeInterrupt(target, () => 0);
  target.emit('SIGINT');
  target.emit('SIGINT');
  expect(target.exit).not.toHaveBeenCalled();
});

test('after stop no signal is held', () => {
  const target = process();
  politeInterrupt(target).stop();
  expect(target.eventNames()).toEqual([]);
});
