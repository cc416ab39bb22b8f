import {fileURLToPath} from 'node:url';
import {writeMarkedPart} from '../helpers/marked-part.js';

const file = fileURLToPath(new URL('../../docs/rerun.md', import.meta.url));

/** Writes what was seen into docs/rerun.md, between the marks of this part. */
export const keepFigures = (part: string, lines: readonly string[]): void => {
  const seen = `${new Date().toISOString().slice(0, 10)}, simulated nodes:`;
  const content = [seen, '', ...lines.map(line => `- ${line}`)].join('\n');
  writeMarkedPart(file, [`<!-- ${part} -->`, `<!-- end of ${part} -->`], content);
};
