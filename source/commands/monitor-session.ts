import {readCatalogue} from '../catalogue/read.js';
import {type Client, clientOver} from '../cluster/client.js';
import {kubeConfigSource} from '../cluster/kube-config.js';
import {readOnly} from '../cluster/read-only.js';
import {renewedTransport} from '../cluster/renewed-transport.js';
import {createTransport} from '../cluster/transport.js';
import {followMonitor} from '../monitor/followed.js';
import {type LiveMonitor, type MonitorTerms, monitorCluster} from '../monitor/live.js';
import type {ClusterOptions} from './cluster-session.js';

export interface ReadingSession {
  /** Refuses whatever is not a GET before it connects; follows the kubeconfig when that is replaced. */
  readonly client: Client;
  /** Name of the context that is read from now. */
  readonly context: string;
  /** Why the kubeconfig, when it was read again, could not be; undefined where it could. */
  readonly kubeconfigTrouble: string | undefined;
  /** A client over the same connections that has learned nothing of the cluster yet. */
  freshClient(): Client;
}

/**
 * A client that only reads. Nothing is asked yet.
 * @param onElsewhere the kubeconfig was replaced by one of another cluster.
 * @throws GenestackError GS-K8S-01 to 09 where the kubeconfig cannot be used.
 */
export const openForReading = (
  {kubeconfig, context}: ClusterOptions,
  onElsewhere: () => void = () => {},
): ReadingSession => {
  let name = '';
  const transport = renewedTransport({
    load: () => {
      const source = kubeConfigSource(kubeconfig, context);
      name = source.config.getCurrentContext();
      return source;
    },
    make: config => createTransport(config),
    onElsewhere,
  });
  const freshClient = (): Client => clientOver(readOnly(transport));
  return {
    client: freshClient(),
    get context() {
      return name;
    },
    get kubeconfigTrouble() {
      return transport.trouble;
    },
    freshClient,
  };
};

export interface MonitorSession {
  readonly client: Client;
  readonly monitor: LiveMonitor;
  close(): Promise<void>;
}

/**
 * Begins to look; what cannot be reached yet is waited for.
 * @throws GenestackError as `openForReading`.
 */
export const openMonitor = (
  options: ClusterOptions,
  pace: Pick<MonitorTerms, 'now' | 'wait' | 'paceMilliseconds'> = {},
): MonitorSession => {
  const session = openForReading(options, () => monitor.beginAnew());
  const catalogue = readCatalogue();
  const monitor = followMonitor(() =>
    monitorCluster(session.freshClient(), {
      catalogue,
      context: session.context,
      kubeconfigTrouble: () => session.kubeconfigTrouble,
      ...pace,
    }),
  );
  const {client} = session;
  return {
    client,
    monitor,
    async close() {
      monitor.close();
      await client.close();
    },
  };
};
