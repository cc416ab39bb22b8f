import {readFileSync, writeFileSync} from 'node:fs';

/**
 * Writes a part of a document anew, between its marks.
 * @throws where the document has no such marks, and is then left as it is.
 */
export const writeMarkedPart = (
  file: string,
  [first, last]: readonly [first: string, last: string],
  content: string,
): void => {
  const text = readFileSync(file, 'utf8');
  const [begin, end] = [text.indexOf(first), text.indexOf(last)];
  if (begin < 0 || end < begin) throw new Error(`${file} has no place between ${first} and ${last}`);
  writeFileSync(file, `${text.slice(0, begin)}${first}\n\n${content}\n\n${text.slice(end)}`);
};
