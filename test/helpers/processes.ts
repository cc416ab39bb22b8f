import {readdirSync, readFileSync} from 'node:fs';

const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
};

/** Command lines of the processes that carry a text, such as a folder of the test's own, in their arguments or environment; not the test itself. */
export const processesWith = (text: string): string[] =>
  readdirSync('/proc')
    .filter(name => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map(pid => ({pid, command: read(`/proc/${pid}/cmdline`), environment: read(`/proc/${pid}/environ`)}))
    .filter(({command, environment}) => command.includes(text) || environment.includes(text))
    .map(({pid, command}) => `${pid} ${command}`);
