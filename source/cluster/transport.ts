import type {Readable} from 'node:stream';
import {setTimeout as sleep} from 'node:timers/promises';
import type {KubeConfig} from '@kubernetes/client-node';
import type {Dispatcher} from 'undici';
import {packageVersion} from '../assets.js';
import {GenestackError, messageOf} from '../errors.js';
import {headerOf, parseBody, textOf} from './answer-body.js';
import {type ApiError, apiErrorOf} from './api-error.js';
import {connectionError} from './connection-error.js';
import type {Contact} from './contact.js';
import {type Credentials, credentialSource} from './credentials.js';
import {anySignal, isTimeout, unlessAborted} from './signals.js';

export interface ApiRequest {
  readonly method: string;
  /** `/api/v1/namespaces`, with no query. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>> | undefined;
  readonly body?: unknown;
  readonly contentType?: string | undefined;
  /** JSON where absent. */
  readonly accept?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** A longer answer is none. */
  readonly mostBytes?: number | undefined;
  readonly timeoutMilliseconds?: number | undefined;
}

/** HTTP to one API server. Everything that is not 2xx rejects with an ApiError, no answer with a GenestackError. */
export interface Transport {
  readonly server: string;
  /** The answer as JSON, or as text where it is not JSON. */
  send(request: ApiRequest): Promise<unknown>;
  /** The body while it comes; ends by the signal only. `timeoutMilliseconds` is until the headers. */
  stream(request: ApiRequest): Promise<Readable>;
  close(): Promise<void>;
}

export interface TransportOptions {
  /** Of one request, answer included. */
  readonly timeoutMilliseconds?: number;
  readonly now?: () => number;
  /** Is told of every request whether it was answered. */
  readonly contact?: Pick<Contact, 'heard' | 'missed'> | undefined;
  readonly wait?: (milliseconds: number, signal?: AbortSignal) => Promise<unknown>;
}

const refused = 'it refuses the credentials (401), log in anew or renew the kubeconfig, which is read again';
const maxTries = 6;
const maxWaitSeconds = 30;

/**
 * One pool of connections for all requests of a client. 429, and 503 with `Retry-After`, are tried again after what
 * the server asks (at most 30 s, at most 5 times); after a 401 the credentials are renewed once.
 */
export const createTransport = (
  kubeConfig: KubeConfig,
  {
    timeoutMilliseconds = 30_000,
    now = Date.now,
    contact,
    wait = (milliseconds, signal) => sleep(milliseconds, undefined, signal && {signal}),
  }: TransportOptions = {},
): Transport => {
  const server = kubeConfig.getCurrentCluster()?.server ?? '';
  const url = serverUrl(server);
  const source = credentialSource(kubeConfig, {now});

  const exchange = async (
    request: ApiRequest,
    {headers, dispatcher}: Credentials,
    signal: AbortSignal,
  ): Promise<Dispatcher.ResponseData> =>
    dispatcher.request({
      origin: url.origin,
      path: `${url.pathname.replace(/\/$/, '')}${request.path}${queryOf(request.query)}`,
      method: request.method as Dispatcher.HttpMethod,
      headers: {
        accept: request.accept ?? 'application/json',
        'user-agent': `genestack/${packageVersion()}`,
        ...(request.body !== undefined && {'content-type': request.contentType ?? 'application/json'}),
        ...headers,
      },
      body: request.body === undefined ? null : JSON.stringify(request.body),
      signal,
      // The signals end what takes too long; a quiet watch is no error here.
      headersTimeout: 0,
      bodyTimeout: 0,
    });

  /** Tries until there is an answer to hand on; its body is not read yet when it is 2xx. */
  const answer = async <T>(
    request: ApiRequest,
    signalOf: () => {signal: AbortSignal; done?: () => void},
    read: (response: Dispatcher.ResponseData) => Promise<T>,
  ): Promise<T> => {
    let renewed = false;
    let reconnected = false;
    for (let attempt = 1; ; attempt++) {
      request.signal?.throwIfAborted();
      let credentials: Credentials | undefined;
      let failure: ApiError;
      let retryAfter: string | undefined;
      const {signal, done} = signalOf();
      try {
        // A credential helper that hangs is not ended by the request's signal: only the waiting for it is.
        credentials = await unlessAborted(source.current(), signal);
        const response = await exchange(request, credentials, signal);
        if (response.statusCode >= 200 && response.statusCode < 300) {
          done?.();
          const whole = await read(response);
          contact?.heard();
          return whole;
        }
        retryAfter = headerOf(response.headers['retry-after']);
        failure = apiErrorOf(response.statusCode, await textOf(response.body, request.mostBytes));
        if (failure.status === 401) contact?.missed(refused);
        else if (failure.status >= 500) contact?.missed(`it answers ${failure.status}`);
        else contact?.heard();
      } catch (thrown) {
        const isLate = credentials === undefined && isTimeout(signal.reason);
        const error = isLate ? source.late() : thrown;
        if (request.signal?.aborted && !isLate) {
          if (isTimeout(request.signal.reason)) contact?.missed('it does not answer in time');
          throw request.signal.reason;
        }
        const told = connectionError(server, error);
        // A kept connection that the server has closed in the meantime says nothing about the server.
        if (!reconnected && request.method === 'GET' && isCut(error)) {
          reconnected = true;
          continue;
        }
        contact?.missed(told.message.replace(/^the API server at \S+ /, 'it '));
        throw told;
      } finally {
        done?.();
      }
      if (failure.status === 401 && !renewed && credentials !== undefined) {
        renewed = true;
        await unlessAborted(source.renew(credentials), signalOf().signal).catch(error => {
          contact?.missed(messageOf(error));
          throw error;
        });
        continue;
      }
      const again = failure.status === 429 || (failure.status === 503 && retryAfter !== undefined);
      if (!again || attempt >= maxTries) throw failure;
      await wait(waitSeconds(retryAfter, attempt) * 1000, request.signal);
    }
  };

  return {
    server,
    send: request =>
      answer(
        request,
        () => ({
          signal: anySignal(
            request.signal,
            AbortSignal.timeout(request.timeoutMilliseconds ?? timeoutMilliseconds),
          ),
        }),
        async response =>
          parseBody(server, response.headers['content-type'], await textOf(response.body, request.mostBytes)),
      ),
    stream: request =>
      answer(
        request,
        () => {
          const untilHeaders = new AbortController();
          const timer = setTimeout(
            () => untilHeaders.abort(new DOMException('no headers', 'TimeoutError')),
            request.timeoutMilliseconds ?? timeoutMilliseconds,
          );
          return {
            signal: anySignal(request.signal, untilHeaders.signal),
            done: () => clearTimeout(timer),
          };
        },
        async response => response.body,
      ),
    close: () => source.close(),
  };
};

const serverUrl = (server: string): URL => {
  try {
    return new URL(server);
  } catch (error) {
    throw new GenestackError(
      'GS-K8S-09',
      `the kubeconfig's server "${server}" is not a URL`,
      'Write it as https://HOST:PORT.',
      3,
      {cause: error},
    );
  }
};

const queryOf = (query: ApiRequest['query']): string => {
  const entries = Object.entries(query ?? {}).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
  );
  return entries.length === 0 ? '' : `?${new URLSearchParams(entries)}`;
};

const isCut = (error: unknown): boolean =>
  ['ECONNRESET', 'UND_ERR_SOCKET', 'EPIPE'].includes(String((error as {code?: unknown}).code));

/** `Retry-After` is in seconds with Kubernetes; a date, which balancers send, counts as the default. */
const waitSeconds = (retryAfter: string | undefined, attempt: number): number => {
  const asked = Number(retryAfter);
  const seconds =
    retryAfter !== undefined && Number.isFinite(asked) && asked >= 0 ? asked : 2 ** (attempt - 1);
  return Math.min(seconds, maxWaitSeconds);
};
