/** What a terminal of the family of xterm sends for a key. */
export const keyBytes = {
  up: '\x1b[A',
  down: '\x1b[B',
  right: '\x1b[C',
  left: '\x1b[D',
  home: '\x1b[H',
  end: '\x1b[F',
  'page-up': '\x1b[5~',
  'page-down': '\x1b[6~',
  delete: '\x1b[3~',
  backtab: '\x1b[Z',
  backspace: '\x7f',
  tab: '\t',
  enter: '\r',
  escape: '\x1b',
  space: ' ',
  'ctrl-c': '\x03',
  'ctrl-u': '\x15',
} as const;

export type Key = keyof typeof keyBytes;

/** A key by its name; any other text is itself. */
export const bytesOf = (key: Key | (string & {})): string => (keyBytes as Record<string, string>)[key] ?? key;
