import {z} from 'zod';
import type {Path} from './problem.js';
import {profileFileSchema} from './schema.js';

const unwrap = (schema: unknown): unknown =>
  schema instanceof z.ZodOptional ? unwrap(schema.unwrap()) : schema;

/** The keys that the schema knows at a path; none where anything else than a map with fixed keys stands. */
export const keysAt = (path: Path): string[] => {
  let schema: unknown = profileFileSchema;
  for (const part of path) {
    const at = unwrap(schema);
    if (at instanceof z.ZodObject && Object.hasOwn(at.shape, part)) {
      schema = at.shape[part];
    } else if (at instanceof z.ZodArray) {
      schema = at.element;
    } else {
      return [];
    }
  }
  const found = unwrap(schema);
  return found instanceof z.ZodObject ? Object.keys(found.shape) : [];
};

/** Every path to a key of the schema, maps of maps included, lists left out. */
export const allPaths = (from: Path = []): Path[] =>
  keysAt(from).flatMap(key => [[...from, key], ...allPaths([...from, key])]);
