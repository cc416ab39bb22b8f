import type {KubernetesObject} from '../cluster/kubernetes-object.js';
import {createRedactor} from '../tools/redact.js';

const masked = '(masked)';
/** Only characters that no chart quotes, since a password may stand in an address. */
const markOf = (name: string, key: string): string => `secret.${name}.${key}`;
const marks = /\bsecret\.[a-z0-9]/;

/** An object that has every key, each with what `make` says; placeholders ask for own keys only. */
const every = (make: (key: string) => unknown): Readonly<Record<string, unknown>> =>
  new Proxy(
    {},
    {
      get: (_target, key) => make(String(key)),
      getOwnPropertyDescriptor: (_target, key) => ({
        value: make(String(key)),
        configurable: true,
        enumerable: true,
      }),
    },
  );

/** In the place of the Secrets of a namespace: `secret.NAME.KEY` for each value, so that who looks sees whose it is. */
export const maskedSecrets = (): Readonly<Record<string, unknown>> =>
  every(name => every(key => markOf(name, key)));

/**
 * A Secret as a person may see it: decoded, and masked where it is one value that no placeholder made. Files of
 * configuration stay readable, without what looks like a secret in them.
 */
export const withMaskedData = (object: KubernetesObject): KubernetesObject => {
  if (object.kind !== 'Secret') {
    return object;
  }
  // A chart may render a key with nothing behind it, `data` itself as well.
  const {data, stringData, ...rest} = object as KubernetesObject & {
    data?: Record<string, string | null> | null;
    stringData?: Record<string, string> | null;
  };
  const decoded = Object.entries(data ?? {}).map(([key, value]) => [
    key,
    Buffer.from(value ?? '', 'base64').toString('utf8'),
  ]);
  const shown = [...decoded, ...Object.entries(stringData ?? {})].map(([key, value]) => [
    key,
    shownValue(value ?? ''),
  ]);
  return {...rest, stringData: Object.fromEntries(shown) as unknown} as KubernetesObject;
};

const shownValue = (value: string): string => {
  if (marks.test(value) && !value.includes('\n')) {
    return value;
  }
  return value.includes('\n') && !value.startsWith('-----BEGIN') ? createRedactor().text(value) : masked;
};
