import {readFileSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {type Environment, stateFolder} from '../base-folders.js';
import {replaceFile} from '../disk.js';
import {makeOwnFolder} from './own-folder.js';

/** One value kept between two starts, readable by this user only. Nothing here throws: a draft is a convenience. */
export interface DraftFile<Draft> {
  /** Null where there is none, or none that can be taken. */
  read(): Draft | null;
  /** Whole or not at all. */
  write(draft: Draft): void;
  remove(): void;
}

/**
 * The draft at `$XDG_STATE_HOME/genestack/draft.json`.
 * @param check makes a draft of what was read, or throws what is wrong with it.
 * @param tell gets a sentence where a draft cannot be taken or kept.
 */
export const draftFile = <Draft>(
  environment: Environment,
  check: (value: unknown) => Draft,
  tell: (sentence: string) => void,
): DraftFile<Draft> => {
  const folder = stateFolder(environment);
  const file = join(folder, 'draft.json');
  return {
    read() {
      let text: string;
      try {
        text = readFileSync(file, 'utf8');
      } catch (error) {
        if (codeOf(error) !== 'ENOENT') {
          tell(`The draft ${file} cannot be read (${codeOf(error)}), so there is none.`);
        }
        return null;
      }
      try {
        return check(JSON.parse(text));
      } catch {
        tell(`The draft ${file} is broken, or of another version, and is ignored.`);
        return null;
      }
    },
    write(draft) {
      try {
        makeOwnFolder(folder);
        replaceFile(file, JSON.stringify(draft));
      } catch (error) {
        tell(`The draft could not be kept in ${file} (${codeOf(error)}); the answers are gone.`);
      }
    },
    remove() {
      try {
        rmSync(file, {force: true});
      } catch (error) {
        tell(`The draft ${file} could not be removed (${codeOf(error)}).`);
      }
    },
  };
};

const codeOf = (error: unknown): string => String((error as NodeJS.ErrnoException).code ?? error);
