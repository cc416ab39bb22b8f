import type {Catalogue} from '../catalogue/schema.js';
import {differing} from '../plan/diff.js';
import {nodeRolesComponent} from '../plan/make-removal.js';
import {select} from '../plan/selection.js';
import {derived} from '../profile/derived.js';
import type {Profile} from '../profile/schema.js';
import {textOf} from './shown-context.js';

/**
 * Components that are on with both profiles and delivered otherwise with the second: something that follows from which others are
 * on stands in their files, as the names of all public endpoints do in the one certificate.
 */
export const followersOf = (catalogue: Catalogue, before: Profile, after: Profile): readonly string[] => {
  const [then, now] = [select(catalogue, before), select(catalogue, after)];
  const isOn = (selection: typeof now) => (name: string) => selection.get(name)?.enabled ?? false;
  const moved = differing(derived(before, isOn(then)), derived(after, isOn(now))).map(
    path => `derived.${path.filter(key => typeof key === 'string').join('.')}`,
  );
  return [...now.values()]
    .filter(({enabled, component: {name}}) => enabled && isOn(then)(name))
    .filter(({component}) =>
      component.name === nodeRolesComponent
        ? moved.includes('derived.ovn.mappings')
        : moved.some(path => textOf(component).includes(path)),
    )
    .map(({component}) => component.name);
};
