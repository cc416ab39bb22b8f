import type {Helm} from './helm.js';

/** Helm that starts only as long as this driver holds the cluster. */
export const fencedHelm = (helm: Helm, confirm: (signal?: AbortSignal) => Promise<void>): Helm => ({
  ...helm,
  upgrade: async (release, options) => {
    await confirm(options?.signal);
    return helm.upgrade(release, options);
  },
  uninstall: async (release, options) => {
    await confirm(options?.signal);
    return helm.uninstall(release, options);
  },
});
