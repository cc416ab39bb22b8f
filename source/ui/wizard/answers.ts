import type {Edition} from '../../catalogue/schema.js';
import {isPlain, multiAttachBeside} from '../../profile/complete.js';
import {defaultProfile} from '../../profile/defaults.js';
import type {Profile} from '../../profile/schema.js';
import type {WizardState} from './wizard-state.js';

type Plain = Readonly<Record<string, unknown>>;

/** The value at `network.podCIDR`; undefined where there is none. */
export const valueAt = (profile: Profile, path: string): unknown =>
  path.split('.').reduce<unknown>((from, key) => (isPlain(from) ? from[key] : undefined), profile);

/** The profile with a value at a path; `undefined` takes the key away. Its form is not judged here. */
export const withValue = (profile: Profile, path: string, value: unknown): Profile =>
  put(profile, path.split('.'), value) as Profile;

const put = (from: unknown, [key = '', ...rest]: readonly string[], value: unknown): Plain => {
  const plain = isPlain(from) ? from : {};
  const next = rest.length === 0 ? value : put(plain[key], rest, value);
  if (next !== undefined) {
    return {...plain, [key]: next};
  }
  const {[key]: _gone, ...others} = plain;
  return others;
};

/** The person's answer: the value is kept, and no default will take its place. */
export const answer = (state: WizardState, path: string, value: unknown): WizardState => ({
  ...state,
  profile: withValue(state.profile, path, value),
  touched: state.touched.includes(path) ? state.touched : [...state.touched, path],
});

/** Another edition: its defaults for everything that the person did not answer. */
export const withEdition = (state: WizardState, edition: Edition): WizardState => ({
  ...state,
  touched: state.touched.includes('edition') ? state.touched : [...state.touched, 'edition'],
  profile: state.touched
    .filter(path => path !== 'edition')
    .reduce(
      (profile, path) => withValue(profile, path, valueAt(state.profile, path)),
      defaultProfile(edition),
    ),
});

/** What follows from an answer until it is answered itself: servers that want a control-plane node each, the name server's name, who provides volumes on several nodes. */
export const fitted = (state: WizardState): WizardState => {
  const {nodes, domain, storage} = state.profile;
  const replicas = nodes.controlPlane.count < 3 ? 1 : 3;
  const following: readonly (readonly [string, unknown])[] = [
    ['database.replicas', replicas],
    ['messaging.replicas', replicas],
    ['designate.nameServers', [`ns1.${domain}`]],
    ['storage.multiAttach', multiAttachBeside(storage.classes)],
  ];
  return {
    ...state,
    profile: following
      .filter(([path]) => !state.touched.includes(path))
      .reduce((profile, [path, value]) => withValue(profile, path, value), state.profile),
  };
};
