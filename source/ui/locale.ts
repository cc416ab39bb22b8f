type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Whether this terminal is better served with ASCII: the locale is not UTF-8 (the first of LC_ALL, LC_CTYPE and LANG that says
 * something counts, as in POSIX), or it is the console of Linux, whose font of 256 or 512 signs has most of our glyphs not, so that
 * states would all look alike.
 */
export const wantsAscii = (environment: Environment): boolean => {
  const locale = ['LC_ALL', 'LC_CTYPE', 'LANG']
    .map(name => environment[name] ?? '')
    .find(text => text !== '');
  return environment.TERM === 'linux' || !/utf-?8/i.test(locale ?? '');
};

/** No colour where NO_COLOR says anything (no-color.org), and on a terminal that obeys nothing. */
export const wantsColour = (environment: Environment): boolean =>
  (environment.NO_COLOR ?? '') === '' && environment.TERM !== 'dumb';
