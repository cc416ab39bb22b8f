import prettyMilliseconds from 'pretty-ms';

/** Seconds as a clock shows them: `0:31`, `4:12`, `1:02:00`. */
export const duration = (seconds: number): string =>
  prettyMilliseconds(Math.round(seconds) * 1000, {colonNotation: true, secondsDecimalDigits: 0});
