import {createHash} from 'node:crypto';
import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';

/** A digest that fits a label value (63 characters), the same for the same content whatever the order of keys. */
export const digestOf = (...parts: readonly unknown[]): string =>
  createHash('sha256')
    .update(JSON.stringify(parts.map(sorted)))
    .digest('hex')
    .slice(0, 40);

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  return value !== null && typeof value === 'object'
    ? Object.fromEntries(
        Object.entries(value)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, inner]) => [key, sorted(inner)]),
      )
    : value;
};

/** Every file below a folder by relative path, for a digest; nothing where there is no such folder. */
export const filesOf = (folder: string): Record<string, string> => {
  let names: string[];
  try {
    names = readdirSync(folder, {recursive: true, withFileTypes: true})
      .filter(entry => entry.isFile())
      .map(entry => path.relative(folder, path.join(entry.parentPath, entry.name)));
  } catch {
    return {};
  }
  return Object.fromEntries(
    names.sort().map(name => [name, readFileSync(path.join(folder, name), 'base64')]),
  );
};
