import {randomInt} from 'node:crypto';
import {isIP} from 'node:net';
import type {SecretFacts} from '../catalogue/schema.js';
import {exitCodes, GenestackError} from '../errors.js';
import {ApiError, type Client} from './client.js';
import type {KubernetesObject} from './kubernetes-object.js';
import {makeSshKey} from './make-ssh-key.js';

export interface SecretSources {
  /** A whole number from 0 up to, not with, `below`; every one as likely. */
  readonly random?: (below: number) => number;
  readonly now?: () => number;
}

/**
 * Makes the Secrets that are not there yet, by POST, so that what another has made meanwhile is kept. What exists is never
 * written. Values are in the request alone: in no error and no log.
 *
 * @returns how many were made.
 * @throws {GenestackError} GS-K8S-30 when one that exists lacks declared keys, 31 when the API refuses one.
 */
export const makeSecrets = async (
  client: Client,
  secrets: readonly SecretFacts[],
  namespace?: string,
  sources: SecretSources = {},
): Promise<number> => {
  let made = 0;
  for (const facts of secrets) {
    const place = facts.namespace ?? namespace;
    if (place === undefined) throw new Error(`the Secret ${facts.name} has no namespace`);
    if (await makeSecret(client, facts, place, sources)) made++;
  }
  return made;
};

const makeSecret = async (
  client: Client,
  facts: SecretFacts,
  namespace: string,
  sources: SecretSources,
): Promise<boolean> => {
  const ref = {apiVersion: 'v1', kind: 'Secret', namespace, name: facts.name};
  const existing = await client.read(ref);
  if (existing !== undefined) {
    checkKeys(facts, existing);
    return false;
  }
  const {name, type} = facts;
  try {
    const stringData = await valuesOf(facts, sources);
    const metadata = {name, namespace, ...marksOf(facts, namespace)};
    await client.create({apiVersion: 'v1', kind: 'Secret', metadata, type, stringData});
    return true;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status !== 409) throw refused(ref, error);
    const other = await client.read(ref);
    if (other !== undefined) checkKeys(facts, other);
    return false;
  }
};

/** Without these Helm refuses to install over what is there: https://helm.sh/docs/helm/helm_install (--take-ownership). */
const marksOf = ({release}: SecretFacts, namespace: string): object =>
  release === undefined
    ? {}
    : {
        labels: {'app.kubernetes.io/managed-by': 'Helm'},
        annotations: {'meta.helm.sh/release-name': release, 'meta.helm.sh/release-namespace': namespace},
      };

const refused = ({namespace, name}: {namespace: string; name: string}, error: ApiError): GenestackError =>
  new GenestackError(
    'GS-K8S-31',
    // The API's text may quote what it was sent.
    `the API refuses the Secret ${namespace}/${name}: ${error.reason || 'no reason given'} (${error.status})`,
    error.status === 403
      ? 'Use an identity that may create Secrets there, or look whether the namespace is being deleted.'
      : 'Look at what guards the namespace: a quota, a policy, a webhook.',
    exitCodes.failed,
    // Its status tells whether it may pass; its text stays behind.
    {cause: new ApiError(error.status, error.reason, '')},
  );

const checkKeys = ({name, keys}: SecretFacts, existing: KubernetesObject): void => {
  const missing = keysOf(keys).filter(key => existing.data?.[key] === undefined);
  if (missing.length === 0) return;
  throw new GenestackError(
    'GS-K8S-30',
    `the Secret ${existing.metadata.namespace}/${name} is there, but without ${missing.join(', ')}`,
    'Add the missing keys by hand; or delete the Secret if nothing uses it yet, and it is made anew.',
    exitCodes.failed,
  );
};

type Keys = SecretFacts['keys'];

/** All keys that the Secret will have: some facts make two or three. */
const keysOf = (keys: Keys): string[] =>
  Object.entries(keys).flatMap(([key, facts]) => {
    if (facts.make === 'ssh-key') return [key, facts.publicKey];
    return facts.make === 'certificate' ? [key, facts.authority, facts.key] : [key];
  });

const valuesOf = async (
  {keys}: SecretFacts,
  {random = randomInt, now = Date.now}: SecretSources,
): Promise<Record<string, string>> => {
  const values: Record<string, string> = {};
  for (const [key, facts] of Object.entries(keys))
    switch (facts.make) {
      case 'password':
        values[key] = makePassword(facts.length, random);
        break;
      case 'text':
        values[key] = facts.text;
        break;
      case 'ssh-key': {
        const pair = makeSshKey();
        values[key] = pair.privateKey;
        values[facts.publicKey] = pair.publicKey;
        break;
      }
      case 'certificate': {
        const [commonName = 'genestack'] = facts.names;
        // Two hundred modules, which who makes no certificate need not wait for.
        const {createAuthority} = await import('../certificates.js');
        // Its key is thrown away with it: this certificate is all that it ever signs.
        const authority = await createAuthority(`${commonName} authority`, now());
        const made = await authority.issue({
          commonName,
          usages: ['server', 'client'],
          names: facts.names.filter(name => isIP(name) === 0),
          addresses: facts.names.filter(name => isIP(name) !== 0),
        });
        values[key] = made.certificate;
        values[facts.key] = made.key;
        values[facts.authority] = authority.certificate;
      }
    }
  return values;
};

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const lettersAndDigits = `${letters}0123456789`;

/** Letters and digits, the first a letter: nothing that a URL, oslo.config, YAML or a shell would read as more. */
export const makePassword = (length: number, random: (below: number) => number = randomInt): string =>
  Array.from({length}, (_, index) => {
    const alphabet = index === 0 ? letters : lettersAndDigits;
    return alphabet[random(alphabet.length)];
  }).join('');
