import {join} from 'node:path';
import {type HelmAttempt, helmFailure} from './helm-failure.js';
import {fromPipe, isEmpty, type Overlay, postRenderFlags, writeKustomization} from './overlay.js';
import {privateFolder} from './private-folder.js';
import {createRedactor, type Redactor} from './redact.js';
import {type RunOptions, type ToolResult, tool} from './tool.js';

export interface HelmSettings {
  /** Paths of the programs. */
  readonly file: string;
  readonly kustomizeFile: string;
  /** Needed for everything that talks to a cluster: a file, or several as the variable KUBECONFIG lists them. */
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
  readonly redactor?: Redactor;
}

/** What a helm that is told to end may take for it. */
export const helmGraceSeconds = 60;

/** Helm with arguments, each time in a home of its own. */
export interface HelmRunner {
  /**
   * Whatever its exit code is.
   * @param overlay what the manifests are sent through on their way.
   * @throws GenestackError GS-HELM-01 where it cannot be started, GS-HELM-20 where a signal of somebody else ended it; the signal's reason.
   */
  run(args: readonly string[], options?: RunOptions, overlay?: Overlay): Promise<ToolResult>;
  /**
   * What it prints.
   * @throws as `run`; GenestackError GS-HELM-… or GS-KUS-… where it fails, told of the attempt.
   */
  must(
    attempt: HelmAttempt,
    args: readonly string[],
    options?: RunOptions,
    overlay?: Overlay,
  ): Promise<string>;
}

export const createHelmRunner = ({
  file,
  kustomizeFile,
  kubeconfig,
  redactor = createRedactor(),
}: HelmSettings): HelmRunner => {
  const helm = tool({
    name: 'helm',
    file,
    code: 'GS-HELM-01',
    killedCode: 'GS-HELM-20',
    redactor,
    outlives: true,
    graceMilliseconds: helmGraceSeconds * 1000,
  });

  /** A home of its own for every call, so that no index, plugin or setting of a person plays in. */
  const inOwnHome = async <T>(
    work: (home: string, env: Record<string, string>) => Promise<T>,
  ): Promise<T> => {
    const home = privateFolder();
    try {
      return await work(home.path, {
        HELM_CACHE_HOME: join(home.path, 'cache'),
        HELM_CONFIG_HOME: join(home.path, 'config'),
        HELM_DATA_HOME: join(home.path, 'data'),
        HELM_DRIVER: 'secret',
        KUBECACHEDIR: join(home.path, 'kube'),
        // As a variable, because the flag takes one file and no list.
        ...(kubeconfig !== undefined && {KUBECONFIG: kubeconfig}),
      });
    } finally {
      home.remove();
    }
  };

  const run = (args: readonly string[], options: RunOptions = {}, overlay?: Overlay): Promise<ToolResult> =>
    inOwnHome((home, env) => {
      if (overlay === undefined || isEmpty(overlay)) return helm.run(args, {...options, env});
      writeKustomization(home, overlay, [fromPipe]);
      return helm.run([...args, ...postRenderFlags(kustomizeFile, home)], {...options, env});
    });

  return {
    run,
    async must(attempt, args, options, overlay) {
      const {exitCode, stdout, stderr} = await run(args, options, overlay);
      if (exitCode === 0) return stdout;
      throw helmFailure(attempt, stderr);
    },
  };
};
