import {setTimeout as sleep} from 'node:timers/promises';
import {exitCodes, GenestackError, messageOf} from '../errors.js';
import {ApiError} from './api-error.js';
import {type KubernetesObject, nameOf} from './kubernetes-object.js';
import {isPassing} from './passing.js';

export interface Patience {
  readonly signal?: AbortSignal | undefined;
  /** Hears why it waits, once for each new reason. */
  readonly onWait?: ((text: string) => void) | undefined;
  readonly wait?: (milliseconds: number, signal?: AbortSignal) => Promise<unknown>;
  /** 0 up to 1. */
  readonly random?: () => number;
}

const firstPause = 500;
const longestPause = 10_000;
/** A kind that was established is served a moment later; one that nobody brings never is. */
const unknownKindTries = 8;

export const pauseOf = (attempt: number, random: () => number): number =>
  Math.min(longestPause, firstPause * 2 ** Math.min(attempt, 10)) * (0.5 + random() / 2);

export const waitFor = ({signal, wait}: Patience, milliseconds: number): Promise<unknown> =>
  wait?.(milliseconds, signal) ?? sleep(milliseconds, undefined, signal && {signal});

/**
 * Does a write again until it is done or refused for good.
 *
 * @throws {GenestackError} GS-K8S-20 with the API's own text when it is refused; the signal's reason when aborted.
 */
export const writeThrough = async <T>(
  object: KubernetesObject,
  write: () => Promise<T>,
  patience: Patience = {},
): Promise<T> => {
  const {signal, onWait, random = Math.random} = patience;
  let told = '';
  for (let attempt = 0; ; attempt++) {
    signal?.throwIfAborted();
    try {
      return await write();
    } catch (error) {
      signal?.throwIfAborted();
      const unknown =
        error instanceof ApiError && error.reason === 'UnknownKind' && attempt < unknownKindTries;
      if (!unknown && !isPassing(error)) throw refusal(object, error);
      const text = `${name(object)} waits: ${textOf(object, error)}`;
      if (text !== told) onWait?.(text);
      told = text;
      await waitFor(patience, pauseOf(attempt, random)).catch(reason => {
        signal?.throwIfAborted();
        throw reason;
      });
    }
  }
};

const name = ({apiVersion, kind, metadata}: KubernetesObject): string =>
  nameOf({apiVersion, kind, namespace: metadata.namespace, name: metadata.name});

/** The API quotes the values it does not like, and those of a Secret are nobody's to read. */
const textOf = ({kind}: KubernetesObject, error: unknown): string =>
  kind === 'Secret' && error instanceof ApiError
    ? `${error.reason || 'refused'} (${error.status}; the text is not shown, it may quote the Secret)`
    : messageOf(error);

const remedies: readonly (readonly [RegExp, string])[] = [
  [
    /is immutable|may not be changed|updates to statefulset spec/i,
    'What is there cannot be changed in place: look at it, delete it by hand if nothing is lost, then run this again.',
  ],
  [
    /denied the request|denied request|violates PodSecurity/i,
    "A policy of the cluster forbids it: ask who set it, or change the component's values.",
  ],
  [/exceeded quota/i, 'Raise the quota of the namespace, then run this again.'],
  [/forbidden/i, 'This identity lacks the right: use one with the role cluster-admin.'],
  [
    /not found|does not know/i,
    'What it needs is not there: a namespace or a kind that another component brings.',
  ],
];

const refusal = (object: KubernetesObject, error: unknown): GenestackError => {
  if (error instanceof GenestackError) return error;
  const text = messageOf(error);
  return new GenestackError(
    'GS-K8S-20',
    `the API refuses ${name(object)}: ${textOf(object, error)}`,
    remedies.find(([pattern]) => pattern.test(text))?.[1] ??
      'Mend the object in the component or its overlay, then run this again.',
    exitCodes.failed,
    {cause: error},
  );
};
