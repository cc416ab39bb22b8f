import type {Finding, Path} from './problem.js';

const secretWords = new Set([
  'auth',
  'credential',
  'credentials',
  'kubeconfig',
  'passphrase',
  'passwd',
  'password',
  'passwords',
  'pwd',
  'secret',
  'secrets',
  'token',
  'tokens',
]);
const secretPairs = /(private|api|access|secret|ssh|signing|encryption|account|tsig|rndc) (key|keys)$/;

/** `adminPassword`, `api_key`, `AWSSecretKey` → their words, in lower case. */
const wordsOf = (key: string): string[] =>
  key
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);

/** Whether a key looks as if its value were a secret; `…SecretName` and `…Ref` only say where one lives. */
export const isSecretKey = (key: string): boolean => {
  const words = wordsOf(key.slice(0, 200));
  const last = words.at(-1) ?? '';
  if (['ref', 'name', 'reference'].includes(last)) {
    return false;
  }
  const isGluedTogether =
    /(password|passwd|passphrase|secret|token|credentials?|privatekey|apikey|secretkey|accesskey)$/;
  return (
    words.some(word => secretWords.has(word) || isGluedTogether.test(word)) ||
    secretPairs.test(words.slice(-3).join(' '))
  );
};

const isSecretValue = (value: string): boolean =>
  value.includes('-----BEGIN ') ||
  /^[a-z][-+.a-z0-9]{0,20}:\/\/[^\s/?#@]{0,200}:[^\s/?#@]{0,200}@/i.test(value);

/** Keys and values of a profile that look like a secret; the values themselves are never repeated. */
export const findSecrets = (keys: readonly Path[], value: unknown): Finding[] => [
  ...keys
    .filter(path => isSecretKey(String(path.at(-1))) && !isSecretKeyAllowed(path))
    .slice(0, 100)
    .map(path => ({path, message: 'looks like a secret, and a profile holds none'})),
  ...secretValues(value, [], new Set()),
];

/** Names of components are no keys of ours: one may be called token-service. */
const isSecretKeyAllowed = (path: Path): boolean => path.length === 2 && path[0] === 'components';

const secretValues = (value: unknown, path: Path, seen: Set<object>): Finding[] => {
  if (typeof value === 'string') {
    return isSecretValue(value)
      ? [{path, message: 'holds what looks like a key or a password, and a profile holds none'}]
      : [];
  }
  if (typeof value !== 'object' || value === null || seen.has(value)) {
    return [];
  }
  seen.add(value);
  return Array.isArray(value)
    ? value.flatMap((item, index) => secretValues(item, [...path, index], seen))
    : Object.entries(value).flatMap(([key, item]) => secretValues(item, [...path, key], seen));
};
