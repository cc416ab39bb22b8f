import {defineConfig} from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: ['helpers/servers.ts'],
    include: ['rerun/*.long.ts'],
    // They measure: one at a time.
    fileParallelism: false,
    testTimeout: 3_600_000,
    hookTimeout: 3_600_000,
  },
});
