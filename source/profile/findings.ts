import type {z} from 'zod';
import {didYouMean} from './did-you-mean.js';
import {type Finding, type Path, pathText, quoted} from './problem.js';
import {allPaths, keysAt} from './schema-keys.js';

type Issue = z.core.$ZodIssue;

/** What the schema refused, in words: what is there, and what would be right. */
export const findingsOf = (issues: readonly Issue[], value: unknown): Finding[] =>
  issues.slice(0, 200).flatMap(issue => {
    const path = issue.path.map(part => (typeof part === 'symbol' ? String(part) : part));
    return issue.code === 'unrecognized_keys'
      ? issue.keys.slice(0, 100).map(key => ({path: [...path, key], message: unknownKey(path, key)}))
      : [{path, message: wrongValue(issue, at(value, path))}];
  });

const unknownKey = (path: Path, key: string): string => {
  const known = keysAt(path);
  const near = didYouMean(key, known);
  if (near !== undefined) {
    return `is no key here; did you mean ${near}?`;
  }
  const elsewhere = allPaths().find(candidate => candidate.at(-1) === key);
  if (elsewhere) {
    return `is no key here; did you mean ${pathText(elsewhere)}?`;
  }
  return `is no key here; there ${known.length === 1 ? 'is' : 'are'} ${known.join(', ')}`;
};

const at = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (from, part) =>
      typeof from === 'object' && from !== null && Object.hasOwn(from, part)
        ? (from as Record<string | number, unknown>)[part]
        : undefined,
    value,
  );

const wrongValue = (issue: Issue, value: unknown): string => {
  if (value === undefined || value === null) {
    return `is missing; ${expectation(issue)}`;
  }
  return `is ${described(value)} and ${expectation(issue, value)}`;
};

const described = (value: unknown): string => {
  if (Array.isArray(value)) {
    return value.length === 0 ? 'an empty list' : 'a list';
  }
  return typeof value === 'object' ? 'a map of keys' : quoted(value);
};

const typeNames: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of keys',
  record: 'a map of keys',
};

const expectation = (issue: Issue, value?: unknown): string => {
  switch (issue.code) {
    case 'invalid_type': {
      const hint =
        issue.expected === 'string' && ['number', 'boolean'].includes(typeof value)
          ? ': put it in quotes'
          : '';
      return `must be ${typeNames[issue.expected] ?? issue.expected}${hint}`;
    }
    case 'invalid_value': {
      const values = issue.values.map(String);
      const near = typeof value === 'string' ? didYouMean(value, values) : undefined;
      const choice = values.length === 1 ? values[0] : `one of ${values.join(', ')}`;
      return `must be ${choice}${near !== undefined && values.length > 1 ? `; did you mean ${near}?` : ''}`;
    }
    case 'too_small':
      return issue.origin === 'array' || issue.origin === 'string'
        ? `must not be empty`
        : `must be ${issue.minimum} or more`;
    case 'too_big':
      return issue.origin === 'string'
        ? `must have ${issue.maximum} characters at most`
        : `must be ${issue.maximum} or less`;
    default:
      return issue.message;
  }
};
