import {mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {genestack} from './program.js';

export interface OwnHome {
  /** Absolute, of this test alone. */
  readonly folder: string;
  readonly workingFolder: string;
  /** Everything the program remembers goes here; no cluster is known. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Takes a rehearsal down that a failed test left, and removes the folder. */
  remove(): Promise<void>;
}

/** Folders as a person has them who starts the program for the first time; the cache of servers is shared. */
export const ownHome = (): OwnHome => {
  const folder = mkdtempSync(path.join(tmpdir(), 'genestack-home-'));
  const [state, config, data, workingFolder] = ['state', 'config', 'data', 'work'].map(name => {
    const at = path.join(folder, name);
    mkdirSync(at);
    return at;
  }) as [string, string, string, string];
  const kubeconfig = path.join(folder, 'none');
  const runtime = path.join(folder, 'run');
  mkdirSync(runtime, {mode: 0o700});
  const xdg = {
    XDG_STATE_HOME: state,
    XDG_CONFIG_HOME: config,
    XDG_DATA_HOME: data,
    XDG_RUNTIME_DIR: runtime,
  };
  return {
    folder,
    workingFolder,
    environment: {...xdg, KUBECONFIG: kubeconfig},
    async remove() {
      await genestack(['rehearsal', 'down'], xdg);
      rmSync(folder, {recursive: true, force: true});
    },
  };
};
