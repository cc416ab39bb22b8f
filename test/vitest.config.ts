import {defineConfig} from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: ['helpers/servers.ts'],
    // Each file with a control plane of its own takes about a core.
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
