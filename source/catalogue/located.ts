import {CORE_SCHEMA, load, loadAll, YAMLException} from 'js-yaml';
import {LineCounter, type Node, parseAllDocuments} from 'yaml';

/** A file of YAML documents, and on which line it says what. */
export interface Located {
  readonly documents: readonly unknown[];
  /** Line (from 1) of a path in a document; the nearest parent's where the path itself is absent. */
  lineOf(path: readonly (string | number)[], document?: number): number;
}

/**
 * Of a file that may hold several documents. Lines are looked for only when something is wrong: a parser that keeps them takes
 * five times as long.
 * @throws an Error `FILE:LINE: what is wrong` where it is no YAML.
 */
export const readDocuments = (text: string, file: string): Located =>
  located(text, file, () => loadAll(text, {schema: CORE_SCHEMA}));

/**
 * Of a file that holds one document.
 * @throws an Error `FILE:LINE: what is wrong` where it is no YAML, or more than one.
 */
export const readDocument = (text: string, file: string): Located =>
  located(text, file, () => [load(text, {schema: CORE_SCHEMA})]);

const located = (text: string, file: string, parse: () => readonly unknown[]): Located => {
  try {
    return {documents: parse(), lineOf: (at, document = 0) => lineIn(text, at, document)};
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    throw new Error(`${file}:${(error.mark?.line ?? 0) + 1}: ${error.reason}`);
  }
};

const lineIn = (text: string, at: readonly (string | number)[], index: number): number => {
  const counter = new LineCounter();
  const document = [...parseAllDocuments(text, {lineCounter: counter})][index];
  for (let length = at.length; length >= 0; length--) {
    const node = document?.getIn(at.slice(0, length), true) as Node | undefined;
    if (node?.range) {
      return counter.linePos(node.range[0]).line;
    }
  }
  return 1;
};
