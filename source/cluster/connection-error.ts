import {GenestackError, messageOf} from '../errors.js';
import {sanitiseLine} from './sanitise.js';

type Cause = (server: string) => string;

/** By the error codes of Node, undici and OpenSSL. */
const unreachable: Readonly<Record<string, Cause>> = {
  ECONNREFUSED: () => 'nothing listens there (connection refused)',
  ENOTFOUND: server => `the host name ${hostOf(server)} is not known`,
  EAI_AGAIN: server => `the host name ${hostOf(server)} could not be looked up`,
  ETIMEDOUT: () => 'it does not answer (timed out)',
  TimeoutError: () => 'it does not answer (timed out)',
  UND_ERR_CONNECT_TIMEOUT: () => 'it does not answer (timed out while connecting)',
  UND_ERR_HEADERS_TIMEOUT: () => 'it does not answer (connected, then timed out)',
  UND_ERR_BODY_TIMEOUT: () => 'its answer stopped half-way',
  EHOSTUNREACH: () => 'there is no route to the host',
  ENETUNREACH: () => 'there is no route to its network',
  ECONNRESET: () => 'the connection was cut',
  EPIPE: () => 'the connection was cut',
  UND_ERR_SOCKET: () => 'the connection was cut',
  EPROTO: () => 'what listens there does not speak TLS',
  ERR_SSL_WRONG_VERSION_NUMBER: () => 'what listens there does not speak TLS',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: () => 'what listens there does not speak TLS',
};

const notTrusted: Cause = () =>
  "its certificate is not signed by the kubeconfig's certificate authority (certificate-authority-data)";

const untrusted: Readonly<Record<string, Cause>> = {
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: notTrusted,
  UNABLE_TO_GET_ISSUER_CERT: notTrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: notTrusted,
  SELF_SIGNED_CERT_IN_CHAIN: notTrusted,
  DEPTH_ZERO_SELF_SIGNED_CERT: notTrusted,
  CERT_SIGNATURE_FAILURE: notTrusted,
  CERT_HAS_EXPIRED: () => 'its certificate has expired',
  CERT_NOT_YET_VALID: () => 'its certificate is not valid yet: is one of the clocks wrong?',
  ERR_TLS_CERT_ALTNAME_INVALID: server => `its certificate is not made out for ${hostOf(server)}`,
};

const hostOf = (server: string): string => {
  try {
    return new URL(server).hostname;
  } catch {
    return server;
  }
};

/** undici and fetch wrap the error that tells, sometimes in an AggregateError with one entry per address. */
const innermost = (thrown: unknown): {code: string; message: string} => {
  for (let error = thrown, depth = 0; depth < 6; depth++) {
    const {code, name, cause, errors} = error as {
      code?: unknown;
      name?: unknown;
      cause?: unknown;
      errors?: unknown[];
    };
    const known = [code, name].find(
      (key): key is string => typeof key === 'string' && (key in unreachable || key in untrusted),
    );
    if (known !== undefined && cause === undefined) return {code: known, message: messageOf(error)};
    const next = cause ?? errors?.[0];
    if (typeof next !== 'object' || next === null)
      return {code: known ?? String(code ?? ''), message: messageOf(error)};
    error = next;
  }
  return {code: '', message: messageOf(thrown)};
};

/**
 * What kept a request from being answered, as a sentence: GS-K8S-10 (unreachable), 11 (its certificate is not trusted).
 * Both carry exit code 3.
 */
export const connectionError = (server: string, thrown: unknown): GenestackError => {
  if (thrown instanceof GenestackError) return thrown;
  const {code, message} = innermost(thrown);
  const distrust = untrusted[code];
  if (distrust !== undefined)
    return new GenestackError(
      'GS-K8S-11',
      `the API server at ${server} cannot be trusted: ${distrust(server)}`,
      'Fetch the kubeconfig of this very cluster; if something between here and there re-signs TLS, give its authority.',
      3,
      {cause: thrown},
    );
  const why = unreachable[code]?.(server) ?? sanitiseLine(message, 300);
  return new GenestackError(
    'GS-K8S-10',
    `the API server at ${server} cannot be reached: ${why}`,
    'Check that the cluster runs and that this machine can reach it; --kubeconfig and --context choose another.',
    3,
    {cause: thrown},
  );
};
