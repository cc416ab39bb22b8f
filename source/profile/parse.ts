import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
} from 'yaml';
import {messageOf} from '../errors.js';
import {type Path, type Problem, printable, quoted} from './problem.js';

/** A YAML text as it was read: its value, its keys, and where each path stands. */
export interface Parsed {
  readonly value: unknown;
  /** The path of every key that is written. */
  readonly keys: readonly Path[];
  /** Line and column (from 1) of a path; the nearest parent's where the path itself is not written. */
  positionOf(path: Path): {line: number; column: number};
}

/** The most a profile may weigh, in bytes: a long one weighs ten thousand, and a hostile one of this size is refused within a few seconds. */
export const mostBytes = 256 * 1024;
const mostDepth = 60;
const mostAliases = 20;
const tooDeepMessage = `is nested deeper than ${mostDepth} levels, and no profile is`;

/**
 * Reads YAML that may have been written by anybody: no duplicate keys, one document, bounded aliases and depth.
 * @returns what it says, or what is wrong with it.
 */
export const parseProfile = (bytes: Uint8Array): Parsed | readonly Problem[] => {
  const text = textOf(bytes);
  if (typeof text !== 'string') {
    return [text];
  }
  const counter = new LineCounter();
  const at = (offset: number): {line: number; column: number} => {
    const {line, col} = counter.linePos(offset);
    return {line: Math.max(1, line), column: Math.max(1, col)};
  };
  const problem = (offset: number, message: string, path: Path = []): Problem => ({
    ...at(offset),
    path,
    message,
  });

  try {
    // Duplicate keys are looked for below: the library compares every key with every other.
    const document = parseDocument(text, {
      lineCounter: counter,
      prettyErrors: false,
      uniqueKeys: false,
      // A %YAML 1.1 line would otherwise make texts of numbers, dates and yes.
      schema: 'core',
      merge: false,
      resolveKnownTags: false,
      logLevel: 'error',
    });
    if (document.errors.length > 0) {
      return document.errors
        .slice(0, 10)
        .map(error =>
          problem(
            error.pos[0],
            error.code === 'RESOURCE_EXHAUSTION'
              ? tooDeepMessage
              : `is not YAML here: ${firstLine(error.message)}`,
          ),
        );
    }
    const {keys, problems} = walk(document, problem);
    if (problems.length > 0) {
      return problems;
    }
    return {
      value: document.toJS({maxAliasCount: mostAliases}) as unknown,
      keys,
      positionOf: path => at(offsetOf(document, path)),
    };
  } catch (error) {
    return [
      {
        line: 1,
        column: 1,
        path: [],
        message:
          error instanceof RangeError
            ? tooDeepMessage
            : `is not YAML that can be taken: ${firstLine(messageOf(error))}`,
      },
    ];
  }
};

const firstLine = (text: string): string => printable(text.split('\n', 1)[0] ?? '', 150);

const textOf = (bytes: Uint8Array): string | Problem => {
  const whole = (message: string): Problem => ({line: 1, column: 1, path: [], message});
  if (bytes.length > mostBytes) {
    return whole(`is larger than ${mostBytes / 1024} KiB, and no profile is`);
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', {fatal: true}).decode(bytes);
  } catch {
    return whole('is not text in UTF-8; save it as UTF-8');
  }
  const strange = text.search(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/);
  if (strange === -1) {
    return text;
  }
  const before = text.slice(0, strange).split('\n');
  return {
    line: before.length,
    column: (before.at(-1)?.length ?? 0) + 1,
    path: [],
    message: `has the control character ${quoted(text[strange])} here; take it out`,
  };
};

const walk = (
  document: Document.Parsed,
  problem: (offset: number, message: string, path?: Path) => Problem,
): {keys: Path[]; problems: Problem[]} => {
  const keys: Path[] = [];
  const problems: Problem[] = [];
  const complain = (node: unknown, message: string, path: Path) => {
    if (problems.length < 100) {
      problems.push(problem(isNode(node) ? (node.range?.[0] ?? 0) : 0, message, path));
    }
  };
  const visit = (node: unknown, path: Path) => {
    if (path.length > mostDepth) {
      complain(node, tooDeepMessage, []);
      return;
    }
    if (isSeq(node)) {
      node.items.forEach((item, index) => {
        visit(item, [...path, index]);
      });
      return;
    }
    if (!isMap(node)) {
      return;
    }
    const seen = new Set<string>();
    for (const pair of node.items) {
      const key = keyOf(pair);
      if (key === undefined) {
        complain(pair.key, 'has a key that is no plain text', path);
        continue;
      }
      if (seen.has(key)) {
        complain(pair.key, 'is there twice; keep one of them', [...path, key]);
      }
      if (key === '__proto__') {
        complain(pair.key, 'is no key of a profile', [...path, key]);
      }
      seen.add(key);
      keys.push([...path, key]);
      visit(pair.value, [...path, key]);
    }
  };
  visit(document.contents, []);
  return {keys, problems};
};

const keyOf = (pair: Pair<unknown, unknown>): string | undefined =>
  isScalar(pair.key) && pair.key.value !== null && typeof pair.key.value !== 'object'
    ? String(pair.key.value)
    : undefined;

const offsetOf = (document: Document.Parsed, path: Path): number => {
  let node: unknown = document.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const part of path) {
    const parent = isAlias(node) ? node.resolve(document) : node;
    let place: Node | undefined;
    if (isMap(parent)) {
      const pair = parent.items.find(item => isPair(item) && keyOf(item) === String(part));
      place = isNode(pair?.key) ? pair.key : undefined;
      node = pair?.value;
    } else if (isSeq(parent) && typeof part === 'number') {
      node = parent.items[part];
      place = isNode(node) ? node : undefined;
    }
    if (!place?.range) {
      return offset;
    }
    offset = place.range[0];
  }
  return offset;
};
