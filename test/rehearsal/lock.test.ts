import {spawn} from 'node:child_process';
import {randomUUID} from 'node:crypto';
import {once} from 'node:events';
import {expect, it} from 'vitest';
import {packagePath} from '../../source/assets.js';
import {withLock} from '../../source/rehearsal/lock.js';

it('lets one work at a time and tells the second that it waits', async () => {
  const key = randomUUID();
  const order: string[] = [];
  const begun = Promise.withResolvers<void>();
  const waits = Promise.withResolvers<void>();
  const first = withLock(key, async () => {
    begun.resolve();
    await waits.promise;
    order.push('first');
  });
  await begun.promise;
  const second = withLock(key, async () => order.push('second'), {onWait: waits.resolve});
  await Promise.all([first, second]);
  expect(order).toEqual(['first', 'second']);
});

it('ends the waiting when asked to', async () => {
  const key = randomUUID();
  const controller = new AbortController();
  await withLock(key, async () => {
    const waiting = withLock(key, async () => {}, {
      signal: controller.signal,
      onWait: () => controller.abort(new Error('enough')),
    });
    await expect(waiting).rejects.toThrow('enough');
  });
});

it('is free again after its holder was killed', async () => {
  const key = randomUUID();
  const script = `
    const {withLock} = await import(${JSON.stringify(packagePath('dist/rehearsal/lock.js'))});
    await withLock(${JSON.stringify(key)}, () => new Promise(() => {
      setInterval(() => {}, 1000);
      console.log('held');
    }));`;
  const holder = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(holder.stdout, 'data');
  const done = await withLock(key, async () => 'mine', {onWait: () => holder.kill('SIGKILL')});
  expect(done).toBe('mine');
});
