import {expect, test, vi} from 'vitest';
import {createWorkQueue} from '../../../source/rehearsal/simulation/work-queue.js';

test('a key is worked on by one at a time, and once more when it was added meanwhile', async () => {
  const gate = Promise.withResolvers<void>();
  let running = 0;
  let most = 0;
  let runs = 0;
  const queue = createWorkQueue(
    async () => {
      running++;
      runs++;
      most = Math.max(most, running);
      await gate.promise;
      running--;
    },
    {onError: () => {}},
  );
  queue.add('a');
  queue.add('a');
  queue.add('a');
  gate.resolve();
  await vi.waitFor(() => expect(runs).toBe(2));
  expect(most).toBe(1);
  queue.stop();
});

test('what fails is tried again and said once', async () => {
  vi.useFakeTimers();
  const said: string[] = [];
  let runs = 0;
  const queue = createWorkQueue(
    async () => {
      runs++;
      if (runs < 4) {
        throw new Error('weather');
      }
    },
    {onError: key => said.push(key)},
  );
  queue.add('a');
  await vi.runAllTimersAsync();
  expect(runs).toBe(4);
  expect(said).toEqual(['a']);
  queue.stop();
  vi.useRealTimers();
});
