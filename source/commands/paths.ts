import {homedir} from 'node:os';
import path from 'node:path';

/** `~` and what is relative, as a path of the file system. */
export const realPath = (shown: string, home = homedir(), folder = process.cwd()): string =>
  path.resolve(folder, shown === '~' || shown.startsWith('~/') ? path.join(home, shown.slice(1)) : shown);

/** A path as a person reads it: the home folder as `~`. */
export const shownPath = (real: string, home = homedir()): string =>
  home !== '/' && (real === home || real.startsWith(`${home}${path.sep}`))
    ? `~${real.slice(home.length)}`
    : real;

/** The kubeconfig that is read where none is named, as kubectl finds it. */
export const kubeconfigFile = (named: string | undefined, environment = process.env): string =>
  named ?? (environment.KUBECONFIG || path.join(environment.HOME || homedir(), '.kube', 'config'));
