import {defineConfig} from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: ['helpers/servers.ts'],
    include: ['bench/*.long.ts'],
    // It measures: nothing else beside it.
    fileParallelism: false,
    testTimeout: 3_600_000,
    hookTimeout: 3_600_000,
  },
});
