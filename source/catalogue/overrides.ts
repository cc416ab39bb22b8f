import {existsSync, readdirSync} from 'node:fs';
import path from 'node:path';
import {exitCodes, GenestackError, messageOf} from '../errors.js';

/** What a folder of overrides says: values and patches for every component, changes of shipped ones, components of one's own. */
export interface Overrides {
  /** values.yaml at the top, merged into the values of every release. */
  readonly values: string | undefined;
  /** kustomize/ at the top, whose patches go over everything that is delivered. */
  readonly overlay: string | undefined;
  /** Folders by the name of the shipped component that they change. */
  readonly changes: ReadonlyMap<string, string>;
  /** Folders of components that are not shipped. */
  readonly own: readonly string[];
}

export const noOverrides: Overrides = {values: undefined, overlay: undefined, changes: new Map(), own: []};

/** It becomes a release, a label and a word of helm's command line: RFC 1123, and as long as Helm takes one. */
const nameForm = /^[a-z0-9]([-a-z0-9]{0,51}[a-z0-9])?$/;

const atTop = ['values.yaml', 'kustomize', 'components', 'README.md'];
const inChange = ['values.yaml', 'kustomize', 'README.md'];
const inKustomize = ['resources', 'patches'];

/**
 * Reads which files a folder of overrides holds. What nothing would read is refused: a misplaced file that is silently
 * ignored is found out too late.
 * @param shipped names of the components that the program brings.
 * @throws GenestackError GS-CAT-04 (exit 2) that names everything that is in the wrong place.
 */
export const readOverrides = (folder: string, shipped: ReadonlySet<string>): Overrides => {
  const problems: string[] = [];
  const only = (at: string, known: readonly string[]): void => {
    for (const name of namesIn(at)) {
      if (!known.includes(name)) {
        problems.push(`${path.join(at, name)} is read by nothing; here go ${known.join(', ')}`);
      }
    }
  };
  only(folder, atTop);
  const overlay = path.join(folder, 'kustomize');
  const resources = path.join(overlay, 'resources');
  if (existsSync(resources)) {
    problems.push(
      `${resources} would be delivered by every component, and an object belongs to one; put it into components/NAME/kustomize/resources, or make it a component of your own`,
    );
  } else if (existsSync(overlay)) {
    only(overlay, ['patches']);
  }

  const components = path.join(folder, 'components');
  const changes = new Map<string, string>();
  const own: string[] = [];
  for (const name of existsSync(components) ? namesIn(components) : []) {
    const at = path.join(components, name);
    const isOwn = existsSync(path.join(at, 'component.yaml'));
    if (!nameForm.test(name)) {
      problems.push(
        `${at} cannot be the name of a component: lower-case letters, digits and dashes, a letter or digit at both ends, 53 at most`,
      );
    } else if (isOwn && shipped.has(name)) {
      problems.push(
        `${at} has a component.yaml, and ${name} is shipped; values.yaml and kustomize/ change it`,
      );
    } else if (isOwn) {
      own.push(at);
    } else if (shipped.has(name)) {
      changes.set(name, at);
      only(at, inChange);
    } else {
      problems.push(`${at} changes no component; one of your own has a component.yaml there`);
    }
    if (existsSync(path.join(at, 'kustomize'))) {
      only(path.join(at, 'kustomize'), inKustomize);
    }
  }
  if (problems.length > 0) {
    throw unfit(folder, `is not in order:\n${problems.join('\n')}`);
  }
  const values = path.join(folder, 'values.yaml');
  return {
    values: existsSync(values) ? values : undefined,
    overlay: existsSync(overlay) ? overlay : undefined,
    changes,
    own,
  };
};

const namesIn = (folder: string): string[] => {
  try {
    return readdirSync(folder).filter(name => !name.startsWith('.'));
  } catch (error) {
    throw unfit(folder, `cannot be read: ${messageOf(error)}`);
  }
};

const unfit = (folder: string, what: string): GenestackError =>
  new GenestackError(
    'GS-CAT-04',
    `The profile names the folder of overrides ${folder}, which ${what}`,
    'It holds values.yaml (for every chart), kustomize/patches (for everything) and components/NAME/ with values.yaml, kustomize/resources and kustomize/patches.',
    exitCodes.usage,
  );
