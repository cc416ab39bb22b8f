import {enableCompileCache, registerHooks} from 'node:module';
import {join} from 'node:path';
import {cacheFolder} from './base-folders.js';

/** Where the Kubernetes client keeps the models and calls of every kind: a thousand modules, of which a kubeconfig needs none. */
const everyKind = '/@kubernetes/client-node/dist/gen/index.js';
const none = `
  const unused = class { constructor() { throw new Error('this program has clients of its own'); } };
  export {unused as ServerConfiguration};
  export const createConfiguration = () => new unused();
`;

/** These leave nothing on the disk. */
const looking = /^(monitor|why|explain)$/;

/**
 * Keeps what is never used from being loaded, and what was compiled once for the next start; to be called before anything else is.
 * @param argv without node and script.
 */
export const startLean = (argv: readonly string[]): void => {
  if (!argv.some(word => looking.test(word))) {
    // A folder that cannot be written is no error: then everything is compiled anew.
    enableCompileCache(join(cacheFolder(process.env), 'code'));
  }
  registerHooks({
    load: (url, context, next) =>
      url.endsWith(everyKind) ? {format: 'module', source: none, shortCircuit: true} : next(url, context),
  });
  // React is half as large without what helps its developers.
  process.env.NODE_ENV ??= 'production';
};
