import {defineConfig} from 'vitest/config';

export default defineConfig({
  test: {
    include: ['gallery/*.gallery.tsx'],
    // What depends on them is read once, when libraries are loaded.
    env: {FORCE_COLOR: '1', TZ: 'UTC', LANG: 'C.UTF-8'},
  },
});
