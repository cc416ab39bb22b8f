import {ApiError, isConnectionError} from './api-error.js';

/** What a webhook or the storage says while it is not there yet, whatever status it comes with. */
const passingTexts =
  /failed calling webhook|conversion webhook for|no endpoints available|etcdserver|leader changed|being terminated|storage is \(re\)initializing|object has been modified/i;

/** Server-side apply answers 500 to what does not fit the schema. */
const lastingTexts = /typed patch object|typed live object|field not declared in schema|denied the request/i;

/**
 * Whether what kept a write from being done may pass by itself: no answer, too many requests, a webhook that does not
 * answer yet, a changing leader. A webhook's own denial, a schema's refusal and a missing right stay.
 */
export const isPassing = (thrown: unknown): boolean => {
  if (isConnectionError(thrown)) return true;
  if (!(thrown instanceof ApiError)) return false;
  const {status, reason, message} = thrown;
  if (lastingTexts.test(message)) return false;
  return (
    status === 429 ||
    status >= 500 ||
    (status === 409 && (reason === 'Conflict' || reason === 'AlreadyExists')) ||
    passingTexts.test(message)
  );
};
