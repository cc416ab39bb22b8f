import {GenestackError} from '../../source/errors.js';
import type {ProfileError} from '../../source/profile/problem.js';
import {type LoadedProfile, profileFrom, type ReadOptions} from '../../source/profile/read.js';
import type {Profile} from '../../source/profile/schema.js';

export const head = 'apiVersion: genestack.io/v1alpha1\nkind: Profile\nedition: flex\n';

export const load = (text: string, options: ReadOptions = {}): LoadedProfile =>
  profileFrom(Buffer.from(text), 'mine.yaml', options);

/** The error a text is refused with. */
export const refusal = (text: string, options: ReadOptions = {}): ProfileError => {
  try {
    load(text, options);
  } catch (error) {
    if (error instanceof GenestackError) {
      return error as ProfileError;
    }
    throw error;
  }
  throw new Error('was taken');
};

/** Its lines but for the first, which says that something is wrong. */
export const problemsOf = (text: string, options: ReadOptions = {}): string[] =>
  refusal(text, options).message.split('\n').slice(1);

/** Sets one value of a profile by its path, e.g. `network.mtu`. */
export const set =
  (path: string, value: unknown) =>
  (profile: Profile): void => {
    const keys = path.split('.');
    const last = keys.pop() ?? '';
    const target = keys.reduce<object>((from, key) => (from as Record<string, object>)[key] ?? {}, profile);
    Object.assign(target, {[last]: value});
  };
