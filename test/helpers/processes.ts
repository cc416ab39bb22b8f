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

/** Pids of the engines whose environment carries a text. */
export const enginesWith = (text: string): number[] =>
  processesWith(text)
    .filter(line => line.includes('/genestack.js engine '))
    .map(line => Number.parseInt(line, 10));

/** The only one. */
export const engineWith = (text: string): number => {
  const [pid, ...others] = enginesWith(text);
  if (pid === undefined || others.length > 0) {
    throw new Error(`There is not one engine but ${others.length === 0 ? 'none' : `also ${others}`}.`);
  }
  return pid;
};

export const childrenOf = (pid: number): number[] =>
  readdirSync(`/proc/${pid}/task`)
    .flatMap(task => read(`/proc/${pid}/task/${task}/children`).split(' '))
    .filter(child => child !== '')
    .map(Number);

/** Its letter in /proc, `T` where it is stopped. */
export const processState = (pid: number): string => /\) (\w) /.exec(read(`/proc/${pid}/stat`))?.[1] ?? '';
