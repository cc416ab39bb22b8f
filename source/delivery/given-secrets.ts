import type {Client} from '../cluster/client.js';
import {fieldManager} from '../cluster/field-manager.js';
import {exitCodes, GenestackError} from '../errors.js';
import {type GivenSecret, givenSecrets} from '../profile/given-secrets.js';
import type {Profile} from '../profile/schema.js';

/** A Secret that is not as it is to be; `missing` are the keys it lacks, all of them where it is not there. */
export interface LackingSecret extends GivenSecret {
  readonly isThere: boolean;
  readonly missing: readonly string[];
}

/** Of the Secrets that a person makes for these components, those that are not there or lack keys. */
export const lackingSecrets = async (
  client: Pick<Client, 'read'>,
  profile: Profile,
  isOn: (component: string) => boolean,
): Promise<readonly LackingSecret[]> => {
  const lacking: LackingSecret[] = [];
  for (const given of givenSecrets(profile).filter(({component}) => isOn(component))) {
    const {namespace, name, keys} = given;
    const found = await client.read({apiVersion: 'v1', kind: 'Secret', namespace, name});
    const missing = keys.filter(key => found?.data?.[key] === undefined);
    if (missing.length > 0) {
      lacking.push({...given, isThere: found !== undefined, missing});
    }
  }
  return lacking;
};

/** What is wrong, without a full stop. */
export const lackingText = ({namespace, name, key, isThere, missing}: LackingSecret): string =>
  `the Secret ${namespace}/${name}, which you make (${key}), ${isThere ? `has no ${missing.join(' and no ')}` : 'is not there'}`;

/** How it is made; the namespace is there by then, or has to be made as well. */
export const lackingRemedy = ({namespace, name, keys, holds, isThere}: LackingSecret): string =>
  isThere
    ? `Add what is missing; it holds ${holds}.`
    : `Make it with ${holds}: kubectl -n ${namespace} create secret generic ${name} ${keys.map(key => `--from-file=${key}=FILE`).join(' ')}`;

/**
 * Makes sure of the Secrets that a person makes for a component, before anything of it that would wait for them.
 * @throws GenestackError GS-K8S-32 where one is not there or lacks a key.
 */
export const checkGivenSecrets = async (
  client: Pick<Client, 'read'>,
  profile: Profile,
  component: string,
): Promise<void> => {
  const [lacking] = await lackingSecrets(client, profile, name => name === component);
  if (lacking !== undefined) {
    throw new GenestackError(
      'GS-K8S-32',
      `${lackingText(lacking)}.`,
      lackingRemedy(lacking),
      exitCodes.failed,
    );
  }
};

/** Nobody makes them for a rehearsal, so stand-ins take their places. @returns the names of those that were made. */
export const makeStandInSecrets = async (
  client: Pick<Client, 'read' | 'apply'>,
  profile: Profile,
  component: string,
): Promise<readonly string[]> => {
  const lacking = await lackingSecrets(client, profile, name => name === component);
  for (const {namespace, name, missing} of lacking) {
    const stringData = Object.fromEntries(missing.map(key => [key, 'not a secret in a rehearsal']));
    await client.apply(
      {apiVersion: 'v1', kind: 'Secret', metadata: {namespace, name}, stringData},
      {fieldManager, force: true},
    );
  }
  return lacking.map(({namespace, name}) => `${namespace}/${name}`);
};
