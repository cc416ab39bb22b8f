import {readCatalogue} from '../catalogue/read.js';
import {type Client, clientOver} from '../cluster/client.js';
import {kubeConfigSource} from '../cluster/kube-config.js';
import {readOnly} from '../cluster/read-only.js';
import {renewedTransport} from '../cluster/renewed-transport.js';
import {createTransport} from '../cluster/transport.js';
import {type LiveMonitor, type MonitorTerms, monitorCluster} from '../monitor/live.js';
import type {ClusterOptions} from './cluster-session.js';

export interface ReadingSession {
  /** Refuses whatever is not a GET before it connects; follows the kubeconfig when that is replaced. */
  readonly client: Client;
  /** Name of the context. */
  readonly context: string;
}

/**
 * A client that only reads. Nothing is asked yet.
 * @throws GenestackError GS-K8S-01 to 09 where the kubeconfig cannot be used.
 */
export const openForReading = ({kubeconfig, context}: ClusterOptions): ReadingSession => {
  let name = '';
  const transport = renewedTransport({
    load: () => {
      const source = kubeConfigSource(kubeconfig, context);
      name = source.config.getCurrentContext();
      return source;
    },
    make: config => createTransport(config),
  });
  return {client: clientOver(readOnly(transport)), context: name};
};

export interface MonitorSession extends ReadingSession {
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
  const session = openForReading(options);
  const {client, context} = session;
  const monitor = monitorCluster(client, {catalogue: readCatalogue(), context, ...pace});
  return {
    ...session,
    monitor,
    async close() {
      monitor.close();
      await session.client.close();
    },
  };
};
