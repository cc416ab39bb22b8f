import {exitCodes, GenestackError} from '../errors.js';
import {ApiError} from './api-error.js';
import {type KubernetesObject, nameOf} from './kubernetes-object.js';

/**
 * Does a write, or a question on its way; what may pass by itself is tried again by who runs the step.
 * @throws {GenestackError} GS-K8S-20 with the API's own text when it is refused; its cause is the ApiError.
 */
export const orRefusal = async <T>(object: KubernetesObject, write: () => Promise<T>): Promise<T> => {
  try {
    return await write();
  } catch (error) {
    throw error instanceof ApiError ? refusal(object, error) : error;
  }
};

const name = ({apiVersion, kind, metadata}: KubernetesObject): string =>
  nameOf({apiVersion, kind, namespace: metadata.namespace, name: metadata.name});

/** The API quotes the values it does not like, and those of a Secret are nobody's to read. */
const textOf = ({kind}: KubernetesObject, error: ApiError): string =>
  kind === 'Secret'
    ? `${error.reason || 'refused'} (${error.status}; the text is not shown, it may quote the Secret)`
    : error.message;

/** What the API says of a change to what cannot be changed while it is there. */
export const unchangeable = /is immutable|may not be changed|updates to statefulset spec/i;

const remedies: readonly (readonly [RegExp, string])[] = [
  [
    unchangeable,
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

const refusal = (object: KubernetesObject, error: ApiError): GenestackError => {
  const text = error.message;
  return new GenestackError(
    'GS-K8S-20',
    `the API refuses ${name(object)}: ${textOf(object, error)}`,
    remedies.find(([pattern]) => pattern.test(text))?.[1] ??
      'Mend the object in the component or its overlay, then run this again.',
    exitCodes.failed,
    {cause: error},
  );
};
