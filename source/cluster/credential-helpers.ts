import type {ChildProcess, SpawnOptions} from 'node:child_process';
import type {KubeConfig} from '@kubernetes/client-node';

/** The programs that a kubeconfig names for its credentials (`exec`), as long as they run. */
export interface CredentialHelpers {
  /** Has the helper of a kubeconfig started here. */
  take(kubeConfig: KubeConfig): void;
  /** Ends those that have not answered, with what they have started: one that hangs would keep this program from its end. */
  end(): void;
}

type Start = (command: string, args: readonly string[], options: SpawnOptions) => ChildProcess;

/** The library starts helpers, keeps to itself by what, and ends none. */
interface Library {
  readonly authenticators: readonly {execFn?: Start}[];
}

export const credentialHelpers = (): CredentialHelpers => {
  const running = new Set<ChildProcess>();
  return {
    take(kubeConfig) {
      for (const authenticator of (kubeConfig as unknown as Library).authenticators) {
        const {execFn: start} = authenticator;
        if (start === undefined) continue;
        authenticator.execFn = (command, args, options) => {
          const helper = start(command, args, {...options, detached: true});
          running.add(helper);
          helper.on('close', () => running.delete(helper));
          return helper;
        };
      }
    },
    end() {
      for (const helper of running) {
        try {
          if (helper.pid !== undefined) process.kill(-helper.pid, 'SIGKILL');
        } catch {
          // It has ended, and only its output is still held open by another.
        }
        helper.stdout?.destroy();
        helper.stderr?.destroy();
      }
    },
  };
};
