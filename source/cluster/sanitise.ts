/** OSC, DCS, SOS, PM and APC strings with their terminator, or to the end of the text where it is missing. */
const controlStrings =
  /(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[\s\S]*?(?:\u0007|\u001b\\|\u009c|$)/g;
const controlSequences = /(?:\u001b\[|\u009b)[0-?]*[ -/]*(?:[@-~]|$)/g;
/** Any other escape sequence: intermediates and one final character. */
const escapes = /\u001b[ -/]*[0-~]?/g;
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
/** Bidirectional marks and overrides, zero-width characters, line and paragraph separators. */
const invisible = /[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;
/** Tag characters repeat ASCII unseen. */
const tags = /[\u{e0000}-\u{e007f}]/gu;

/** What almost every text of a cluster is made of, and nothing of it is taken out below. */
const printable = /^[ -~]*$/;

/** More than this of a condition's message nobody reads. */
const defaultLength = 2000;

/**
 * Free text of the cluster or of a tool without anything that a terminal would obey: control sequences,
 * control characters but newline and tab, bidirectional overrides and zero-width characters.
 * Longer than `maxLength` characters it is cut, with `…` as its last.
 */
export const sanitise = (text: string, maxLength = defaultLength): string => {
  if (text.length <= maxLength && printable.test(text)) return text;
  // A control string that never ends must not cost more than what is shown.
  const bounded = text.length > maxLength * 8 ? text.slice(0, maxLength * 8) : text;
  const clean = bounded
    .replaceAll('\r\n', '\n')
    .replaceAll('\r', '\n')
    .replace(controlStrings, '')
    .replace(controlSequences, '')
    .replace(escapes, '')
    .replace(controls, '')
    .replace(invisible, '')
    .replace(tags, '')
    .toWellFormed();
  return clean.length <= maxLength
    ? clean
    : `${clean.slice(0, maxLength - 1).replace(/[\ud800-\udbff]$/, '')}…`;
};

/** The same on one line, for a sentence: newlines and runs of blanks become one blank. */
export const sanitiseLine = (text: string, maxLength = defaultLength): string =>
  sanitise(
    sanitise(text, maxLength * 2)
      .replace(/\s+/g, ' ')
      .trim(),
    maxLength,
  );
