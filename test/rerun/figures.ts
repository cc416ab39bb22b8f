import {readFileSync, writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

const file = fileURLToPath(new URL('../../docs/rerun.md', import.meta.url));

/** Writes what was seen into docs/rerun.md, between the marks of this part. */
export const keepFigures = (part: string, lines: readonly string[]): void => {
  const text = readFileSync(file, 'utf8');
  const [first, last] = [`<!-- ${part} -->`, `<!-- end of ${part} -->`];
  const [begin, end] = [text.indexOf(first), text.indexOf(last)];
  if (begin < 0 || end < begin) throw new Error(`docs/rerun.md has no place for ${part}`);
  const seen = `${new Date().toISOString().slice(0, 10)}, simulated nodes:`;
  const written = [first, '', seen, '', ...lines.map(line => `- ${line}`), '', ''].join('\n');
  writeFileSync(file, `${text.slice(0, begin)}${written}${text.slice(end)}`);
};
