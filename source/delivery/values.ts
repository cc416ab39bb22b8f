import {readFileSync} from 'node:fs';
import {CORE_SCHEMA, loadAll} from 'js-yaml';
import {fill} from '../catalogue/placeholders.js';
import type {Component} from '../catalogue/schema.js';
import {exitCodes, GenestackError, messageOf} from '../errors.js';
import type {PlaceholderContext} from './placeholder-context.js';

type Values = Readonly<Record<string, unknown>>;

export interface MergedValues {
  /** What Helm is handed. */
  readonly values: Values;
  /** By path, as JSON text of its keys, the file that said a value; of a list the file that said the list. */
  readonly origins: ReadonlyMap<string, string>;
}

export const pathKey = (path: readonly (string | number)[]): string => JSON.stringify(path);

/**
 * The values of a release, the later file over the earlier: maps are merged, lists and scalars replace, and null takes a
 * chart's own default away, as Helm has it.
 * @throws GenestackError GS-VAL-01 where a file is no map of values; what `fill` throws.
 */
export const mergedValues = (
  {name, valuesFiles}: Pick<Component, 'name' | 'valuesFiles'>,
  context: PlaceholderContext,
): MergedValues => {
  const origins = new Map<string, string>();
  let values: Values = {};
  for (const file of valuesFiles) {
    values = over(values, filledFrom(file, name, context), {file, origins, path: []});
  }
  return {values, origins};
};

interface Place {
  readonly file: string;
  readonly origins: Origins;
  readonly path: readonly string[];
}

type Origins = Map<string, string>;

const over = (base: Values, added: Values, place: Place): Values => {
  const merged: Record<string, unknown> = {...base};
  for (const [key, value] of Object.entries(added)) {
    const at = {...place, path: [...place.path, key]};
    const below = merged[key];
    if (isMap(value)) {
      at.origins.delete(pathKey(at.path));
      merged[key] = over(isMap(below) ? below : {}, value, at);
    } else {
      merged[key] = value;
      forgetBelow(at);
    }
    if (!isMap(value) || Object.keys(value).length === 0) {
      at.origins.set(pathKey(at.path), at.file);
    }
  }
  return merged;
};

/** What stood deeper was replaced as a whole. */
const forgetBelow = ({origins, path}: Place): void => {
  const start = pathKey(path).slice(0, -1);
  for (const key of [...origins.keys()]) {
    if (key.startsWith(`${start},`)) {
      origins.delete(key);
    }
  }
};

const isMap = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const filledFrom = (file: string, name: string, context: PlaceholderContext): Values => {
  let documents: unknown[];
  try {
    documents = loadAll(readFileSync(file, 'utf8'), {schema: CORE_SCHEMA});
  } catch (error) {
    throw unread(file, name, messageOf(error).split('\n')[0] ?? '');
  }
  if (documents.length > 1) {
    throw unread(file, name, 'it holds several documents, and values are one');
  }
  const filled = fill(documents[0] ?? {}, context);
  if (!isMap(filled)) {
    throw unread(file, name, 'it is no map of keys');
  }
  return filled;
};

const unread = (file: string, name: string, why: string): GenestackError =>
  new GenestackError(
    'GS-VAL-01',
    `The values ${file} for ${name} were read: ${why}`,
    'Mend the file; it is YAML as the chart takes it.',
    exitCodes.usage,
  );
