import type {KubeConfig} from '@kubernetes/client-node';
import {type Client, clientOver} from '../cluster/client.js';
import {type Contact, createContact} from '../cluster/contact.js';
import {firstContact} from '../cluster/first-contact.js';
import {kubeConfigSource} from '../cluster/kube-config.js';
import {createObserver, type Observer} from '../cluster/observer.js';
import {renewedTransport} from '../cluster/renewed-transport.js';
import {toSameCluster} from '../cluster/same-cluster.js';
import {askingThroughOutages, throughOutage} from '../cluster/through-outage.js';
import {createTransport} from '../cluster/transport.js';
import {exitCodes, GenestackError} from '../errors.js';
import {sayOutages} from './contact-told.js';

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

/** How a cluster is met that was met before. */
export interface MeetingAgain {
  /** UID of its kube-system. */
  readonly cluster: string;
  /** Ends the waiting for an API that is away. */
  readonly signal: AbortSignal;
  /** Told, in sentences, what is waited for. */
  readonly say: (sentence: string) => void;
}

/**
 * Meets a cluster. The kubeconfig is read again where the API cannot be reached or refuses its credentials; another cluster is never
 * followed.
 * @param again the cluster answered before, so that an outage is waited out; else nobody waits longer than 10 s.
 * @throws GenestackError with exit code 3 where the kubeconfig cannot be used or nothing answers in time; the signal's reason.
 */
export const openCluster = async (
  options: ClusterOptions,
  environment: NodeJS.ProcessEnv = process.env,
  again?: MeetingAgain,
): Promise<ClusterSession> => {
  const contact = createContact();
  let {context} = options;
  let kubeConfig: KubeConfig | undefined;
  let uid: string | undefined = again?.cluster;
  const transport = renewedTransport({
    load() {
      const source = kubeConfigSource(options.kubeconfig, context, environment);
      kubeConfig = source.config;
      // Whoever chooses another one in the file meanwhile does not mean this program.
      context = kubeConfig.getCurrentContext();
      return source;
    },
    make: config => toSameCluster(told => createTransport(config, {contact: told}), uid, contact),
  });
  const client = clientOver(transport);
  const asked = again ? askingThroughOutages(client, again.signal) : client;
  const sayNoMore = again ? sayOutages(contact, again.say) : () => {};
  try {
    const meet = () => firstContact(client, {kubeConfig});
    const {version} = await (again ? throughOutage(meet, again.signal) : meet());
    const system = await asked.read({apiVersion: 'v1', kind: 'Namespace', name: 'kube-system'});
    uid = system?.metadata.uid;
    if (uid === undefined) {
      throw new GenestackError(
        'GS-CLI-10',
        `The cluster at ${client.server} answered and has no namespace kube-system.`,
        'Take the kubeconfig of a whole Kubernetes cluster.',
        exitCodes.precondition,
      );
    }
    const rehearsal = await rehearsalFacts(asked);
    const observer = createObserver(client);
    return {
      client,
      contact,
      observer,
      version,
      uid,
      title: `context ${context}, ${client.server}`,
      context: context ?? '',
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
  } finally {
    sayNoMore();
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
