import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

const top = new URL('../', import.meta.url);

/** Absolute path of a file or folder below the package's top, e.g. `packagePath('assets/components')`. */
export const packagePath = (relative: string): string => fileURLToPath(new URL(relative, top));

/** The version in package.json. */
export const packageVersion = (): string =>
  (JSON.parse(readFileSync(packagePath('package.json'), 'utf8')) as {version: string}).version;
