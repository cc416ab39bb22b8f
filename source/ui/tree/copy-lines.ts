import {encode} from 'uqr';
import type {Inquiry} from '../../cluster/observation.js';
import type {Theme} from '../theme.js';
import {labelled} from './labelled.js';
import {emptyLine, type Line, piece} from './piece.js';

/** What a person without a mouse wants to take away: a code, a command that is short enough to type, and both as a QR code. */
export interface Copy {
  readonly code: string;
  readonly command: string;
}

/**
 * What a code alone means can be read without the cluster; else the cluster has to be asked again.
 * @param component empty of what is of none, which `why` is not asked about.
 */
export const copyOf = ({code, isCause}: Pick<Inquiry, 'code' | 'isCause'>, component: string): Copy => ({
  code,
  command:
    isCause === true
      ? `genestack explain ${code}`
      : component === ''
        ? 'genestack monitor --once'
        : `genestack why ${component}`,
});

/** The text that the QR code holds. */
const textOf = ({code, command}: Copy): string => (code === '' ? command : `${code}: ${command}`);

export const copyLines = (copy: Copy, theme: Theme, columns: number, rows: number): readonly Line[] => {
  const words = [...labelled('Code', copy.code, columns), ...labelled('Type', copy.command, columns)];
  const square = qrLines(textOf(copy), theme);
  const isWhole =
    square.length + words.length + 1 <= rows && square.every(line => line.length <= columns - 2);
  return [
    ...words,
    emptyLine,
    ...(isWhole
      ? square.map((line): Line => [piece(` ${line}`)])
      : labelled(
          '',
          `A QR code of this would take ${square.length} lines, and here is room for ${rows - words.length - 1}. It holds no more than what stands above, which is short enough to type.`,
          columns,
          {meaning: 'faint'},
        )),
  ];
};

/** Dark on light whatever the terminal's colours are: what is light is drawn. Two modules are one cell high with half blocks. */
const qrLines = (text: string, theme: Theme): readonly string[] => {
  const {data} = encode(text, {ecc: 'L', border: 1});
  if (theme.isAscii) {
    return data.map(row => row.map(isDark => (isDark ? '  ' : '##')).join(''));
  }
  return Array.from({length: Math.ceil(data.length / 2)}, (_, index) => {
    const [upper = [], lower = []] = [data[index * 2], data[index * 2 + 1]];
    return upper
      .map((isDark, column) => blocks[`${Number(!isDark)}${Number(!(lower[column] ?? true))}`] ?? ' ')
      .join('');
  });
};

const blocks: Readonly<Record<string, string>> = {'00': ' ', '10': '▀', '01': '▄', '11': '█'};
