import {EventEmitter} from 'node:events';
import {expect, test, vi} from 'vitest';
import {politeInterrupt} from '../../source/engine/interrupt.js';

const process = () => Object.assign(new EventEmitter(), {exit: vi.fn()});

test('the first signal asks, the second exits at once with 130', () => {
  const target = process();
  let now = 0;
  const {signal} = politeInterrupt(target, {clock: () => now});
  target.emit('SIGTERM');
  expect(signal.aborted).toBe(true);
  expect(target.exit).not.toHaveBeenCalled();
  now = 1000;
  target.emit('SIGINT');
  expect(target.exit).toHaveBeenCalledExactlyOnceWith(130);
});

test('what else the second does, and which signals ask, may be said', () => {
  const target = process();
  let now = 0;
  const again = vi.fn();
  const {signal} = politeInterrupt(target, {clock: () => now, of: ['SIGINT'], again});
  target.emit('SIGHUP');
  expect(signal.aborted).toBe(false);
  target.emit('SIGINT');
  now = 1000;
  target.emit('SIGINT');
  expect(again).toHaveBeenCalledOnce();
  expect(target.exit).not.toHaveBeenCalled();
});

test('one Ctrl-C that npm passes on a second time is one', () => {
  const target = process();
  politeInterrupt(target, {clock: () => 0});
  target.emit('SIGINT');
  target.emit('SIGINT');
  expect(target.exit).not.toHaveBeenCalled();
});

test('after stop no signal is held', () => {
  const target = process();
  politeInterrupt(target).stop();
  expect(target.eventNames()).toEqual([]);
});
