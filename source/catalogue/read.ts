import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {packagePath} from '../assets.js';
import {exitCodes, GenestackError, messageOf} from '../errors.js';
import {readDocument, readDocuments} from './located.js';
import {noOverrides, type Overrides, readOverrides} from './overrides.js';
import {type Catalogue, type Component, componentSchema} from './schema.js';
import {validateCatalogue} from './validate.js';

/** A component's file as it was read: what it says, and on which line it says it. */
export interface LocatedComponent {
  readonly component: Component;
  readonly file: string;
  /** Line (from 1) of a path in component.yaml; the nearest parent's where the path itself is absent. */
  lineOf(path: readonly (string | number)[]): number;
  /** The custom resources that its kustomize/resources send, each with where it stands. */
  readonly sends: readonly SentObject[];
}

export interface SentObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly file: string;
  line(): number;
}

const readSends = (folder: string): SentObject[] =>
  filesBelow(path.join(folder, 'kustomize', 'resources')).flatMap(file => {
    const {documents, lineOf} = readDocuments(readFileSync(file, 'utf8'), file);
    return documents.flatMap((document, index) => {
      const object = document as {apiVersion?: string; kind?: string} | null | undefined;
      return object?.apiVersion && object.kind
        ? [{apiVersion: object.apiVersion, kind: object.kind, file, line: () => lineOf([], index)}]
        : [];
    });
  });

const filesBelow = (folder: string): string[] => {
  try {
    return readdirSync(folder)
      .filter(name => name.endsWith('.yaml') && name !== 'kustomization.yaml')
      .map(name => path.join(folder, name));
  } catch {
    return [];
  }
};

const readComponent = (folder: string, overrides: Overrides): LocatedComponent => {
  const file = path.join(folder, 'component.yaml');
  const {documents, lineOf} = readDocument(readFileSync(file, 'utf8'), file);
  const parsed = componentSchema.safeParse(documents[0]);
  if (!parsed.success) {
    throw broken(
      parsed.error.issues.map(
        issue =>
          `${file}:${lineOf(issue.path as (string | number)[])}: ${issue.path.join('.')}: ${issue.message}`,
      ),
    );
  }
  const name = path.basename(folder);
  const change = overrides.changes.get(name);
  // Base, then what is said for all, then what is said for this one.
  const layers = (all: string | undefined, file: string): string[] =>
    [path.join(folder, file), all, change && path.join(change, file)].filter(
      layer => layer !== undefined && existsSync(layer),
    ) as string[];
  const ownValues = change && path.join(change, 'values.yaml');
  if (parsed.data.delivery.kind !== 'helm' && ownValues !== undefined && existsSync(ownValues)) {
    throw broken([
      `${ownValues}:1: ${name} has no chart, so its values would go nowhere; kustomize/patches change it`,
    ]);
  }
  return {
    component: {
      ...parsed.data,
      name,
      folder,
      valuesFiles: layers(overrides.values, 'values.yaml'),
      overlays: layers(overrides.overlay, 'kustomize'),
    },
    file,
    lineOf,
    sends: readSends(folder),
  };
};

const broken = (problems: readonly string[]): GenestackError =>
  new GenestackError(
    'GS-CAT-01',
    `The catalogue was read and is not whole:\n${problems.join('\n')}`,
    'Mend the lines that are named; CONTRIBUTING.md says what a component consists of.',
    exitCodes.precondition,
  );

/**
 * Reads every folder of assets/components, and what a folder of overrides changes and adds, and checks the whole: names,
 * capabilities, groups, cycles, missing edges.
 * @throws GenestackError GS-CAT-01 that names file and line of every problem, GS-CAT-04 where the overrides are not in order.
 */
export const readCatalogue = (
  folder = packagePath('assets/components'),
  overridesFolder?: string,
): Catalogue => {
  let names: string[];
  try {
    names = readdirSync(folder, {withFileTypes: true})
      .filter(entry => entry.isDirectory())
      .map(entry => entry.name)
      .sort();
  } catch (error) {
    throw broken([`${folder}: ${messageOf(error)}`]);
  }

  const overrides =
    overridesFolder === undefined ? noOverrides : readOverrides(overridesFolder, new Set(names));
  const located: LocatedComponent[] = [];
  const problems: string[] = [];
  for (const at of [...names.map(name => path.join(folder, name)), ...overrides.own]) {
    try {
      located.push(readComponent(at, overrides));
    } catch (error) {
      problems.push(messageOf(error).replace(/^.*is not whole:\n/, ''));
    }
  }
  if (problems.length === 0) {
    problems.push(...validateCatalogue(located));
  }
  if (problems.length > 0) {
    throw broken(problems);
  }
  return {components: new Map(located.map(({component}) => [component.name, component]))};
};
