const mark = '[redacted]';
const shortest = 8;
/** A line longer than this is handed on before its end has come. */
const longestLine = 64 * 1024;

/** The middle of every base64 text that holds the value at the given offset within a group of three bytes. */
const embedded = (value: string, offset: number): string => {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(value, 'utf8')]);
  const whole = bytes.subarray(0, bytes.length - (bytes.length % 3)).toString('base64');
  return whole.slice(Math.ceil((offset * 8) / 6));
};

const urlSafe = (text: string): string => text.replaceAll('+', '-').replaceAll('/', '_');
const jsonEscaped = (text: string): string => JSON.stringify(text).slice(1, -1);

/** Every way in which a value may be written: plain, by line, escaped for JSON (once and twice), URL-encoded, base64. */
export const formsOf = (value: string): string[] => {
  const base64 = Buffer.from(value, 'utf8').toString('base64');
  const inBase64 = [
    base64,
    base64.replace(/=+$/, ''),
    embedded(value, 0),
    embedded(value, 1),
    embedded(value, 2),
  ];
  const lines = value.split('\n').map(line => line.trim());
  const plain = [value, value.trim(), ...lines.filter(line => !line.startsWith('-----'))];
  return [
    ...plain,
    ...plain.map(jsonEscaped),
    ...plain.map(text => jsonEscaped(jsonEscaped(text))),
    ...plain.map(encodeURIComponent),
    ...plain.map(text => encodeURIComponent(text).replaceAll('%20', '+')),
    ...inBase64,
    ...inBase64.map(urlSafe),
  ].filter(form => form.length >= shortest);
};

const key = String.raw`[\w.-]*(?:password|passwd|passphrase|secret|token|(?:secret|private|access|api)[_-]?key)`;
const value = String.raw`[^\s"',;&}\]]{3,}\]?`;

/** What looks like a secret, whatever its value. */
const patterns: readonly [RegExp, string][] = [
  [/(-----BEGIN [A-Z0-9 ]+-----)[\s\S]*?(-----END [A-Z0-9 ]+-----|$)/g, `$1${mark}$2`],
  [/\b([a-z][a-z0-9+.-]*:\/\/[^\s:@/"']*):([^\s@/"']+)@/gi, `$1:${mark}@`],
  [/\b(bearer|basic) [\w.~+/=-]{8,}/gi, `$1 ${mark}`],
  [/\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g, mark],
  [new RegExp(String.raw`(\\?["'])(${key})\1(\s*:\s*)\1[^"'\\]+\1`, 'gi'), `$1$2$1$3$1${mark}$1`],
  [new RegExp(String.raw`^(\s*(?:- )?${key}:\s+)["']?${value}["']?`, 'gim'), `$1${mark}`],
  [new RegExp(String.raw`\b(${key}(?:=|:(?=[^\s/])))["']?${value}["']?`, 'gi'), `$1${mark}`],
];

export interface RedactingStream {
  /** The part of what came so far that is safe to show. */
  push(chunk: string): string;
  /** What is left. */
  end(): string;
}

/** Knows all live secret values and takes them, and what looks like one, out of texts. */
export interface Redactor {
  /** Values shorter than 8 characters are ignored: they would hit words. */
  learn(values: Iterable<string>): void;
  text(text: string): string;
  /** For text that comes in pieces: a value that is split over two is caught. */
  stream(): RedactingStream;
}

const byPattern = (text: string): string =>
  patterns.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), text);

export const createRedactor = (values: Iterable<string> = []): Redactor => {
  const known = new Set<string>();
  const learned = new Set<string>();
  let fresh: string[] = [];
  let forms: readonly string[] = [];
  let byStart = new Map<string, string[]>();

  /** Far more is learned than is ever looked for, so that the forms are made when the first text comes. */
  const prepare = (): void => {
    if (fresh.length === 0) return;
    for (const item of fresh) {
      for (const form of formsOf(item)) known.add(form);
    }
    fresh = [];
    forms = [...known].sort((one, other) => other.length - one.length);
    byStart = Map.groupBy(forms, form => form.charAt(0));
  };

  const learn = (more: Iterable<string>): void => {
    for (const item of more) {
      if (!learned.has(item)) {
        learned.add(item);
        fresh.push(item);
      }
    }
  };

  const byValue = (text: string): string => {
    prepare();
    return forms.reduce(
      (result, form) => (result.includes(form) ? result.replaceAll(form, mark) : result),
      text,
    );
  };

  /** Where a tail begins that may be the beginning of a value. */
  const beginning = (text: string): number => {
    for (let start = Math.max(0, text.length - (forms[0]?.length ?? 0)); start < text.length; start++) {
      const tail = text.slice(start);
      if (byStart.get(text.charAt(start))?.some(form => form.startsWith(tail))) return start;
    }
    return text.length;
  };

  /** The place itself, or the start of a value that goes across it. */
  const outside = (text: string, cut: number): number => {
    const starts = forms
      .map(form => text.indexOf(form, Math.max(0, cut - form.length + 1)))
      .filter(start => start >= 0 && start < cut);
    return starts.length === 0 ? cut : outside(text, Math.min(...starts));
  };

  const safeUntil = (text: string): number => {
    prepare();
    const line = text.length > longestLine ? text.length : text.lastIndexOf('\n') + 1;
    const block = text.lastIndexOf('-----BEGIN ');
    const open = block >= 0 && !text.slice(block).includes('-----END ') && text.length - block < longestLine;
    return outside(text, Math.min(line, beginning(text), open ? block : text.length));
  };

  learn(values);
  return {
    learn,
    text: text => (text === '' ? '' : byPattern(byValue(text))),
    stream: () => {
      let held = '';
      return {
        push(chunk) {
          held += chunk;
          const cut = safeUntil(held);
          const safe = held.slice(0, cut);
          held = held.slice(cut);
          return byPattern(byValue(safe));
        },
        end() {
          const rest = byPattern(byValue(held));
          held = '';
          return rest;
        },
      };
    },
  };
};
