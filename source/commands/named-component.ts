import type {Catalogue, Component} from '../catalogue/schema.js';
import {exitCodes, GenestackError} from '../errors.js';
import {didYouMean} from '../profile/did-you-mean.js';
import {quoted} from '../profile/problem.js';

/**
 * A component that a person named.
 * @throws GenestackError GS-CLI-14 (exit 2) where there is none of that name.
 */
export const namedComponent = ({components}: Catalogue, name: string): Component => {
  const component = components.get(name);
  if (component) {
    return component;
  }
  const near = didYouMean(name, [...components.keys()]);
  throw new GenestackError(
    'GS-CLI-14',
    `A component called ${quoted(name)} was looked for, and there is none${near === undefined ? '' : `; did you mean ${near}?`}`,
    'Take a name that "genestack plan" prints.',
    exitCodes.usage,
  );
};
