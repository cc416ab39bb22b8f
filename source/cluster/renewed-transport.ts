import {messageOf} from '../errors.js';
import {ApiError, isConnectionError} from './api-error.js';
import type {Transport} from './transport.js';

/** What a transport is made of, e.g. a kubeconfig. */
export interface Source<Config> {
  /** Tells whether it is another than before. */
  readonly text: string;
  /** Tells whether it leads elsewhere than before. */
  readonly place: string;
  readonly config: Config;
}

export interface RenewedTransport extends Transport {
  /** Why what the transport is made of cannot be read at the moment; undefined when it can. */
  readonly trouble: string | undefined;
}

export interface RenewOptions<Config> {
  /** Reads the source again; may throw where it is broken or gone for a moment. */
  load(): Source<Config>;
  make(config: Config): Transport;
  /** What follows goes elsewhere; called before anything is asked there. */
  onElsewhere?(): void;
}

/**
 * A transport that outlives its kubeconfig: where the API refuses the credentials, is not trusted or cannot be reached, the source is
 * read again, and where it differs what follows goes over a transport made of it. Requests under way end with the old one.
 * @throws what `load` and `make` throw the first time.
 */
export const renewedTransport = <Config>({
  load,
  make,
  onElsewhere,
}: RenewOptions<Config>): RenewedTransport => {
  let source = load();
  let transport = make(source.config);
  let trouble: string | undefined;

  /** Whether there is another transport now. */
  const renew = (used: Transport): boolean => {
    if (used !== transport) return true;
    try {
      const next = load();
      trouble = undefined;
      if (next.text === source.text) return false;
      const fresh = make(next.config);
      void transport.close();
      const isElsewhere = next.place !== source.place;
      [source, transport] = [next, fresh];
      if (isElsewhere) onElsewhere?.();
      return true;
    } catch (error) {
      // Whoever writes it anew may be half-way: the next failure asks again.
      trouble = messageOf(error);
      return false;
    }
  };

  const again = async <Answer>(ask: (transport: Transport) => Promise<Answer>): Promise<Answer> => {
    const used = transport;
    try {
      return await ask(used);
    } catch (error) {
      const mayBeOld =
        used !== transport || isConnectionError(error) || (error instanceof ApiError && error.status === 401);
      if (!mayBeOld || !renew(used)) throw error;
      return ask(transport);
    }
  };

  return {
    get server() {
      return transport.server;
    },
    get trouble() {
      return trouble;
    },
    send: request => again(one => one.send(request)),
    stream: request => again(one => one.stream(request)),
    close: () => transport.close(),
  };
};
