import {GenestackError} from '../errors.js';
import type {Contact} from './contact.js';
import {unlessAborted} from './signals.js';
import type {ApiRequest, Transport} from './transport.js';

const systemPath = '/api/v1/namespaces/kube-system';

/** UID of the namespace kube-system: contexts are renamed and kubeconfigs replaced, this is not. Undefined where there is none. */
const uidOver = async (transport: Transport): Promise<string | undefined> => {
  const found = (await transport.send({method: 'GET', path: systemPath})) as {metadata?: {uid?: string}};
  return found?.metadata?.uid;
};

type Told = Pick<Contact, 'heard' | 'missed'>;

/**
 * A transport that carries nothing to another cluster than the one that is known: who writes must not follow a kubeconfig there.
 * @param make makes one, and what is told of it.
 * @param known UID of kube-system; undefined where no cluster is known yet, and anyone will do.
 * @throws GenestackError GS-K8S-16 from every request where it is another one.
 */
export const toSameCluster = (
  make: (contact: Told) => Transport,
  known: string | undefined,
  contact: Told,
): Transport => {
  const transport = make(contact);
  let isSame = known === undefined;
  let asking: Promise<void> | undefined;

  const ask = async (): Promise<void> => {
    // Another cluster that answers is no sign of life.
    const probe = make({heard() {}, missed: contact.missed});
    try {
      if ((await uidOver(probe)) !== known) {
        contact.missed('the kubeconfig leads to another cluster than before');
        throw anotherCluster(transport.server);
      }
      isSame = true;
    } finally {
      await probe.close();
    }
  };
  const check = async ({signal}: ApiRequest): Promise<void> => {
    if (isSame) return;
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    await (signal ? unlessAborted(asking, signal) : asking);
  };

  return {
    ...transport,
    async send(request) {
      await check(request);
      return transport.send(request);
    },
    async stream(request) {
      await check(request);
      return transport.stream(request);
    },
  };
};

const anotherCluster = (server: string): GenestackError =>
  new GenestackError(
    'GS-K8S-16',
    `the kubeconfig was read again and leads to another cluster than before, at ${server}`,
    'Put the kubeconfig back that leads to the first; it is read again.',
  );
