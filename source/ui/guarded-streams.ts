import {foldAscii} from './fold-ascii.js';

/** The object with some of its members in another form; everything else is its own. */
const over = <Target extends object>(target: Target, members: Partial<Target>): Target =>
  new Proxy(target, {
    get: (from, name) => {
      const value: unknown = Reflect.get(name in members ? members : from, name);
      return typeof value === 'function' && !(name in members) ? value.bind(from) : value;
    },
  });

/** A terminal's input that says `lost` where the terminal is gone instead of throwing. */
export const guardedInput = (stdin: NodeJS.ReadStream, lost: () => void): NodeJS.ReadStream => {
  const guarded: NodeJS.ReadStream = over(stdin, {
    setRawMode: mode => {
      try {
        stdin.setRawMode(mode);
      } catch {
        lost();
      }
      return guarded;
    },
  });
  return guarded;
};

/** The only way to a terminal without Unicode: whatever a text brings, what is written is ASCII. */
export const asciiOutput = (stdout: NodeJS.WriteStream): NodeJS.WriteStream =>
  over(stdout, {
    write: (chunk: Uint8Array | string, ...rest: unknown[]): boolean =>
      (stdout.write as (...args: unknown[]) => boolean)(
        typeof chunk === 'string' ? foldAscii(chunk) : chunk,
        ...rest,
      ),
  });
