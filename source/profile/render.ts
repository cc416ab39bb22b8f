import {isDeepStrictEqual} from 'node:util';
import {Document, isMap, isNode, isScalar, type Node, parseDocument} from 'yaml';
import {at, complete, isPlain, leavesOf} from './complete.js';
import {defaultProfile} from './defaults.js';
import type {Path} from './problem.js';
import type {Profile} from './schema.js';

/**
 * Writes a profile into the text of another one, so that comments, order and layout of that text stay. A value that the text
 * does not name is added only where it differs from what reading would fill in. Without a text the profile is written bare.
 */
export const renderProfile = (profile: Profile, text = ''): string => {
  const parsed = parseDocument(text, {schema: 'core', logLevel: 'error'});
  const document: Document = isMap(parsed.contents) ? parsed : new Document({});
  const {apiVersion: _version, kind: _kind, edition: _edition, ...defaults} = defaultProfile(profile.edition);
  rewrite(document, [], profile, document.toJS({maxAliasCount: 20}), defaults);
  // Some defaults follow from answers, and are not the edition's.
  const read = complete(document.toJS({maxAliasCount: 20}));
  for (const path of leavesOf(profile).map(leaf => leaf.split('.'))) {
    if (!isDeepStrictEqual(at(read, path), at(profile, path))) {
      put(document, path, at(profile, path));
    }
  }
  return document.toString({lineWidth: 0, flowCollectionPadding: false});
};

const rewrite = (
  document: Document,
  path: Path,
  wanted: unknown,
  there: unknown,
  byDefault: unknown,
): void => {
  if (isPlain(wanted) && isPlain(there)) {
    for (const key of Object.keys(there)) {
      if (!Object.hasOwn(wanted, key)) {
        document.deleteIn([...path, key]);
      }
    }
    for (const [key, value] of Object.entries(wanted)) {
      const fallback = isPlain(byDefault) ? byDefault[key] : undefined;
      rewrite(document, [...path, key], value, there[key], fallback);
    }
    return;
  }
  if (isDeepStrictEqual(wanted, there)) {
    return;
  }
  const isNamed = document.hasIn(path);
  if (!isNamed && isPlain(wanted) && isPlain(byDefault)) {
    const differing = differences(wanted, byDefault);
    if (Object.keys(differing).length > 0) {
      document.setIn(path, document.createNode(differing));
    }
    return;
  }
  if (!isDeepStrictEqual(wanted, byDefault) || isNamed) {
    put(document, path, wanted);
  }
};

/** What of a value is not as by default. */
export const differences = (
  wanted: Readonly<Record<string, unknown>>,
  byDefault: Readonly<Record<string, unknown>>,
): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(wanted).flatMap(([key, value]) => {
      const fallback = byDefault[key];
      if (isDeepStrictEqual(value, fallback)) {
        return [];
      }
      return [[key, isPlain(value) && isPlain(fallback) ? differences(value, fallback) : value]];
    }),
  );

/** A scalar is changed in place; a list takes over the comments and the layout of the one that stood there. */
const put = (document: Document, path: Path, value: unknown): void => {
  const old = document.getIn(path, true);
  const node = document.createNode(value) as Node & {flow?: boolean};
  if (isNode(old) && !(isScalar(old) && isScalar(node))) {
    node.comment = old.comment ?? null;
    node.commentBefore = old.commentBefore ?? null;
    if ('flow' in old && !isScalar(node)) {
      node.flow = (old as {flow?: boolean}).flow ?? false;
    }
  }
  document.setIn(path, isScalar(old) && isScalar(node) ? value : node);
};
