import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {parse} from 'yaml';
import {z} from 'zod';
import {packagePath} from '../../assets.js';
import {GenestackError, messageOf} from '../../errors.js';
import {type Situation, situationSchema} from './schema.js';

/**
 * Every situation of assets/situations by its name, in the order of files and of what is in them.
 * @throws GenestackError GS-SIT-01 that names the file that holds none.
 */
export const readSituations = (folder = packagePath('assets/situations')): ReadonlyMap<string, Situation> => {
  const situations = new Map<string, Situation>();
  for (const name of readdirSync(folder).toSorted()) {
    const file = path.join(folder, name);
    try {
      const read = z.record(z.string(), situationSchema).safeParse(parse(readFileSync(file, 'utf8')));
      if (!read.success) throw new Error(z.prettifyError(read.error));
      for (const [situation, content] of Object.entries(read.data)) {
        if (situations.has(situation)) throw new Error(`${situation} is there twice`);
        situations.set(situation, content);
      }
    } catch (error) {
      throw new GenestackError(
        'GS-SIT-01',
        `${file} was read as situations: ${messageOf(error)}`,
        'Mend the file; situationSchema says what a situation consists of.',
        undefined,
        {cause: error},
      );
    }
  }
  return situations;
};
