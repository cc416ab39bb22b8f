import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {createPace, type Pace} from '../../source/monitor/pace.js';

const paceMilliseconds = 100;
let told: string[];
let pace: Pace;
let look: () => void;
beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  look = () => {};
  pace = createPace({now: Date.now, paceMilliseconds, onTell: () => told.push('told')});
  pace.subscribe(() => {
    told.push('heard');
    look();
  });
});
afterEach(() => {
  vi.useRealTimers();
});

test('changes of a moment are told together, and works are done before listeners hear', async () => {
  pace.later(() => told.push('worked'));
  pace.mark();
  pace.mark();
  await vi.advanceTimersByTimeAsync(paceMilliseconds - 1);
  expect(told).toEqual([]);
  pace.mark();
  await vi.advanceTimersByTimeAsync(1000);
  expect(told).toEqual(['told', 'worked', 'heard']);
});

test.each([
  ['a quick look', 0, paceMilliseconds],
  ['a long look', 20, 800],
  ['a very long one', 500, 3000],
])('after %s rests it as long as is bearable', async (_which, takes, rest) => {
  look = () => vi.setSystemTime(Date.now() + takes);
  pace.tell();
  await vi.advanceTimersByTimeAsync(1);
  told = [];
  pace.mark();
  await vi.advanceTimersByTimeAsync(rest - 1);
  expect(told).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(told).toEqual(['told', 'heard']);
});

test('who has left and what was stopped is told nothing more', async () => {
  const leave = pace.subscribe(() => told.push('left'));
  leave();
  pace.mark();
  pace.stop();
  await vi.advanceTimersByTimeAsync(1000);
  pace.tell();
  expect(told).toEqual(['told']);
});
