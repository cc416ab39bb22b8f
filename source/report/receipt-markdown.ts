import type {Receipt} from '../engine/receipt.js';
import {ascii} from './ascii.js';
import {duration} from './duration.js';

/** The receipt for a person; `closing` are the lines that the run ended with. */
export const receiptMarkdown = (receipt: Receipt, closing: readonly string[]): string =>
  [
    `# Genestack: ${receipt.outcome}`,
    '',
    `Made ${receipt.time}, after ${duration(receipt.seconds)}.`,
    '',
    ...closing.filter(line => line !== '').map(line => `- ${escaped(line)}`),
    '',
    '| component | row | state | seconds | chart | version | stand-in |',
    '|---|---|---|---|---|---|---|',
    ...receipt.components.map(row),
    '',
  ].join('\n');

const row = (component: Receipt['components'][number]): string => {
  const {name, row, state, seconds, chart, version, standIn} = component;
  const cells = [name, row ?? '', state, String(seconds), chart ?? '', version ?? '', standIn ? 'yes' : ''];
  return `| ${cells.map(cell => escaped(ascii(cell))).join(' | ')} |`;
};

const escaped = (text: string): string => text.replace(/[\\|<>`*_[\]]/g, '\\$&');
