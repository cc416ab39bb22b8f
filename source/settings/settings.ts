import Conf from 'conf';
import {configFolder, type Environment} from '../base-folders.js';
import {makeOwnFolder} from './own-folder.js';

export interface Settings<Choices> {
  read(): Partial<Choices>;
  write(choices: Choices): void;
}

/**
 * Choices remembered in `$XDG_CONFIG_HOME/genestack/config.json`, texts by name. What cannot be read counts as nothing
 * remembered, and what cannot be written is forgotten: no start fails by it.
 */
export const settings = <Choices extends Readonly<Partial<Record<keyof Choices & string, string>>>>(
  environment: Environment,
  names: readonly (keyof Choices & string)[],
): Settings<Choices> => {
  const open = (options: {clearInvalidConfig: boolean}): Conf<Record<string, unknown>> => {
    const cwd = configFolder(environment);
    makeOwnFolder(cwd);
    return new Conf({
      projectName: 'genestack',
      cwd,
      configFileMode: 0o600,
      ...options,
      accessPropertiesByDotNotation: false,
    });
  };
  return {
    read() {
      try {
        const {store} = open({clearInvalidConfig: false});
        return Object.fromEntries(
          names.flatMap(name => (typeof store[name] === 'string' ? [[name, store[name]]] : [])),
        ) as Partial<Choices>;
      } catch {
        return {};
      }
    },
    write(choices) {
      try {
        // A file that is no JSON is begun anew.
        open({clearInvalidConfig: true}).set({...choices});
      } catch {
        // A read-only home is no reason to stop.
      }
    },
  };
};
