import {chmodSync, mkdirSync, mkdtempSync} from 'node:fs';
import {join} from 'node:path';

/** Where programs run that belong together: what they remember and what they leave is below one folder. */
export interface Home {
  /** All of it, also what is in memory. */
  readonly folder: string;
  readonly state: string;
  /** Where private files of a running program go first. */
  readonly runtime: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Makes one below a folder that is there; what Node compiled is shared by all of that folder. */
export const makeHome = (parent: string, name = 'home'): Home => {
  const folder = mkdtempSync(join(parent, `${name}-`));
  const [state, config, data, runtime] = ['state', 'config', 'data', 'run'].map(part => {
    mkdirSync(join(folder, part));
    return join(folder, part);
  }) as [string, string, string, string];
  chmodSync(runtime, 0o700);
  return {
    ...{folder, state, runtime},
    environment: {
      ...{XDG_STATE_HOME: state, XDG_CONFIG_HOME: config, XDG_DATA_HOME: data},
      ...{XDG_RUNTIME_DIR: runtime, TMPDIR: runtime},
      NODE_COMPILE_CACHE: join(parent, 'compiled'),
    },
  };
};
