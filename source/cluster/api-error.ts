import {GenestackError} from '../errors.js';
import type {KubernetesObject} from './kubernetes-object.js';
import {sanitise} from './sanitise.js';
import {isTimeout} from './signals.js';

/** What the API answered when it did not do what was asked. */
export class ApiError extends Error {
  override readonly name: string = 'ApiError';
  /** HTTP status. */
  readonly status: number;
  /** `NotFound`, `AlreadyExists`, `Conflict`, `Invalid`, `Forbidden`, …; empty where the answer had none. */
  readonly reason: string;

  constructor(status: number, reason: string, message: string) {
    super(message);
    this.status = status;
    this.reason = reason;
  }
}

/** Reads the `Status` object of an answer that is not 2xx. */
export const apiErrorOf = (status: number, body: string): ApiError => {
  try {
    const parsed = JSON.parse(body) as {kind?: unknown; message?: unknown; reason?: unknown; code?: unknown};
    if (parsed?.kind === 'Status')
      return new ApiError(
        typeof parsed.code === 'number' ? parsed.code : status,
        typeof parsed.reason === 'string' ? parsed.reason : '',
        sanitise(String(parsed.message ?? `the API answered ${status}`)),
      );
  } catch {
    // Not JSON: a proxy's or a balancer's own page.
  }
  return new ApiError(status, '', sanitise(body.trim() || `the API answered ${status}`, 500));
};

/** A page of a proxy in between, with a 200, would be believed as an empty list. */
export const objectOf = (answer: unknown): KubernetesObject => {
  if (typeof answer !== 'object' || answer === null)
    throw new ApiError(502, '', 'what answers for the API server does not speak JSON');
  return answer as KubernetesObject;
};

/** The codes of errors that mean no answer came from the cluster; what was asked may or may not have been done. */
const connectionCodes: ReadonlySet<string> = new Set(['GS-K8S-10', 'GS-K8S-11', 'GS-K8S-14', 'GS-K8S-16']);

/** No answer came from the API: weather, not a failure, once the cluster was reached before. */
export const isConnectionError = (thrown: unknown): thrown is GenestackError =>
  thrown instanceof GenestackError && connectionCodes.has(thrown.code);

/**
 * The API does not answer, or answers that it cannot now, or not with these credentials, whatever it was asked: what is asked again
 * later may be answered.
 */
export const isOutage = (thrown: unknown): boolean =>
  isConnectionError(thrown) ||
  isTimeout(thrown) ||
  (thrown instanceof ApiError && (thrown.status === 401 || thrown.status === 429 || thrown.status >= 500));
