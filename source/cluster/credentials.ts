import {createHash} from 'node:crypto';
import type {AgentOptions, RequestOptions} from 'node:https';
import {KubeConfig} from '@kubernetes/client-node/dist/config.js';
import {Agent, type Dispatcher, ProxyAgent, Socks5ProxyAgent} from 'undici';
import {GenestackError, messageOf} from '../errors.js';
import {credentialHelpers} from './credential-helpers.js';
import {sanitiseLine} from './sanitise.js';

/** What a request needs beside its own words. */
export interface Credentials {
  readonly headers: Readonly<Record<string, string>>;
  readonly dispatcher: Dispatcher;
}

export interface CredentialSource {
  /** The current ones; a credential helper is started at most once at a time. */
  current(): Promise<Credentials>;
  /** After a 401: asks the helper and reads the files again. Calls for the same stale ones share one renewal. */
  renew(stale: Credentials): Promise<Credentials>;
  /** That they were waited for as long as there was time. */
  late(): GenestackError;
  /** Ends a helper that has not answered, too. */
  close(): Promise<void>;
}

/** Headers are asked for anew after this: the library then sees by itself whether a token has expired. */
const freshMilliseconds = 30_000;
const helperMilliseconds = 60_000;

/**
 * The credentials of the kubeconfig's current context, and one memoised connection pool made from its certificates.
 * The pool is replaced only when the certificates have changed.
 */
export const credentialSource = (
  kubeConfig: KubeConfig,
  {connectMilliseconds = 10_000, now = Date.now}: {connectMilliseconds?: number; now?: () => number} = {},
): CredentialSource => {
  const helpers = credentialHelpers();
  /** A new KubeConfig has an empty token cache; the library's own is not refreshed on 401. */
  const copy = (): KubeConfig => {
    const fresh = new KubeConfig();
    fresh.loadFromOptions(kubeConfig);
    helpers.take(fresh);
    return fresh;
  };
  let config = copy();
  let pool: {readonly key: string; readonly dispatcher: Dispatcher} | undefined;
  let known: {readonly credentials: Credentials; readonly at: number} | undefined;
  let asking: Promise<Credentials> | undefined;

  const load = async (): Promise<Credentials> => {
    const options: RequestOptions = {};
    await withinTime(config.applyToHTTPSOptions(options), helperMilliseconds).catch(error => {
      helpers.end();
      throw notHad(kubeConfig, messageOf(error), error);
    });
    // The library attaches an agent of its own, which would open a second pool.
    delete options.agent;
    const credentials = {headers: headersOf(options), dispatcher: dispatcherOf(options)};
    known = {credentials, at: now()};
    return credentials;
  };

  const dispatcherOf = (options: RequestOptions): Dispatcher => {
    const choice = config.createDispatcherOptions(config.getCurrentCluster(), options as AgentOptions);
    const key = createHash('sha256').update(JSON.stringify(choice)).digest('base64');
    if (pool?.key === key) return pool.dispatcher;
    const old = pool?.dispatcher;
    pool = {key, dispatcher: makeDispatcher(choice, connectMilliseconds)};
    // Watches that run over the old pool end by themselves.
    void old?.close();
    return pool.dispatcher;
  };

  const once = (): Promise<Credentials> => {
    asking ??= load().finally(() => {
      asking = undefined;
    });
    return asking;
  };

  return {
    current: async () =>
      known !== undefined && now() - known.at < freshMilliseconds ? known.credentials : once(),
    renew: async stale => {
      if (known !== undefined && known.credentials !== stale) return known.credentials;
      if (asking === undefined) {
        config = copy();
        known = undefined;
      }
      return once();
    },
    late: () => notHad(kubeConfig, 'the credential helper has not answered yet'),
    close: async () => {
      helpers.end();
      await pool?.dispatcher.destroy();
    },
  };
};

const notHad = (kubeConfig: KubeConfig, why: string, cause?: unknown): GenestackError => {
  const command = kubeConfig.getCurrentUser()?.exec?.command;
  const helper = command === undefined ? 'the credential helper' : `"${sanitiseLine(command, 100)}"`;
  return new GenestackError(
    'GS-K8S-14',
    `the credentials of context "${kubeConfig.currentContext}" cannot be had: ${sanitiseLine(why, 300).replace('the credential helper', helper)}`,
    'Run the credential helper or log in by hand, then try again.',
    3,
    {cause},
  );
};

type DispatcherChoice = ReturnType<KubeConfig['createDispatcherOptions']>;

const makeDispatcher = (choice: DispatcherChoice, timeout: number): Dispatcher => {
  // Each watch holds a connection of its own with HTTP/1.1; one stuck stream cannot hold up the others.
  const settings = {allowH2: false, pipelining: 1, keepAliveTimeout: 30_000};
  switch (choice.type) {
    case 'none':
      return new Agent({...settings, connect: {timeout}});
    case 'agent':
      return new Agent({...settings, connect: {...choice.connect, timeout} as object});
    case 'proxy':
      return new ProxyAgent({
        ...settings,
        uri: choice.uri,
        requestTls: {...choice.requestTls, timeout} as object,
      });
    case 'socks':
      return new Socks5ProxyAgent(choice.uri, {
        ...settings,
        requestTls: {...choice.requestTls, timeout} as object,
      } as object);
  }
};

const headersOf = ({headers, auth}: RequestOptions): Record<string, string> => ({
  ...Object.fromEntries(
    Object.entries((headers ?? {}) as Record<string, unknown>).map(([name, value]) => [
      name.toLowerCase(),
      String(value),
    ]),
  ),
  ...(typeof auth === 'string' && {authorization: `Basic ${Buffer.from(auth).toString('base64')}`}),
});

const withinTime = async <T>(work: Promise<T>, milliseconds: number): Promise<T> => {
  const {promise, reject} = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new Error(`the credential helper did not answer in ${milliseconds / 1000} s`)),
    milliseconds,
  );
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
};
