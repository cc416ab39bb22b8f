import {type Client, connect} from '../cluster/client.js';
import {type Contact, createContact} from '../cluster/contact.js';
import {firstContact} from '../cluster/first-contact.js';
import {loadKubeConfig} from '../cluster/kube-config.js';
import {createObserver, type Observer} from '../cluster/observer.js';
import {exitCodes, GenestackError} from '../errors.js';

export interface ClusterOptions {
  readonly kubeconfig?: string;
  readonly context?: string;
}

/** What the cluster says of itself where `rehearsal up` made it. */
export interface RehearsalFacts {
  readonly name: string;
  readonly pace: number;
  readonly seed: number;
  /** Folder of real charts; empty where there is none. */
  readonly charts: string;
  readonly nodes: number;
}

export interface ClusterSession {
  readonly client: Client;
  readonly contact: Contact;
  /** Shared by the engine and by who looks on. */
  readonly observer: Observer;
  readonly version: string;
  /** UID of the namespace kube-system: contexts are renamed, this is not. */
  readonly uid: string;
  /** Context and server, for a person. */
  readonly title: string;
  /** Name of the context. */
  readonly context: string;
  readonly options: ClusterOptions;
  readonly rehearsal: RehearsalFacts | undefined;
  close(): Promise<void>;
}

/** Whether no cluster is named, for verbs that can do without one. */
export const isOffline = ({kubeconfig, context}: ClusterOptions): boolean =>
  kubeconfig === undefined && context === undefined;

/**
 * Meets a cluster for the first time.
 * @throws GenestackError with exit code 3 where the kubeconfig cannot be used or nothing answers within 10 s.
 */
export const openCluster = async (
  options: ClusterOptions,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<ClusterSession> => {
  const kubeConfig = loadKubeConfig(options.kubeconfig, options.context, environment);
  const contact = createContact();
  const client = connect(kubeConfig, {contact});
  try {
    const {version} = await firstContact(client, {kubeConfig});
    const system = await client.read({apiVersion: 'v1', kind: 'Namespace', name: 'kube-system'});
    if (system?.metadata.uid === undefined) {
      throw new GenestackError(
        'GS-CLI-10',
        `The cluster at ${client.server} answered and has no namespace kube-system.`,
        'Take the kubeconfig of a whole Kubernetes cluster.',
        exitCodes.precondition,
      );
    }
    const rehearsal = await rehearsalFacts(client);
    const observer = createObserver(client);
    return {
      client,
      contact,
      observer,
      version,
      uid: system.metadata.uid,
      title: `context ${kubeConfig.getCurrentContext()}, ${client.server}`,
      context: kubeConfig.getCurrentContext(),
      options,
      rehearsal,
      async close() {
        observer.close();
        await client.close();
      },
    };
  } catch (error) {
    await client.close();
    throw error;
  }
};

const rehearsalFacts = async (client: Client): Promise<RehearsalFacts | undefined> => {
  const map = await client.read({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    namespace: 'kube-system',
    name: 'genestack-rehearsal',
  });
  const data = map?.data as Record<string, string> | undefined;
  return (
    data && {
      name: data.name ?? 'default',
      pace: Number(data.pace ?? 1),
      seed: Number(data.seed ?? 1),
      charts: data.charts ?? '',
      nodes: Number(data.nodes ?? 0),
    }
  );
};
