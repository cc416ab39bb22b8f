import type {Run} from './cells.js';

const cell = {width: 8.4, height: 18};
const margin = 12;
const ink = '#d8dee9';
const paper = '#1b1f27';
const faint = '#7d8797';
/** The 16 colours, readable on the paper. */
const palette: readonly string[] = [
  '#3b4252',
  '#e0646f',
  '#8fc27d',
  '#e5c07b',
  '#6fa8dc',
  '#c586c0',
  '#4fc1c9',
  '#d8dee9',
  '#7d8797',
  '#f07b86',
  '#a5d694',
  '#f0d399',
  '#8cbdf0',
  '#d9a0d5',
  '#71d5dc',
  '#ffffff',
];

const number = (value: number): string => String(Math.round(value * 100) / 100);

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** A screen as a picture. The same cells give the same bytes. */
export const svgOf = (rows: readonly (readonly Run[])[], columns: number, title: string): string => {
  const width = columns * cell.width + 2 * margin;
  const height = rows.length * cell.height + 2 * margin;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${number(width)} ${number(height)}" width="${number(width)}" height="${number(height)}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="100%" height="100%" rx="8" fill="${paper}"/>`,
    `<g font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="14" fill="${ink}" xml:space="preserve" style="white-space:pre">`,
    ...rows.flatMap((runs, row) => runs.flatMap(run => drawn(run, row))),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
};

const drawn = (run: Run, row: number): readonly string[] => {
  const x = margin + run.column * cell.width;
  const y = margin + row * cell.height;
  const width = run.cells * cell.width;
  const colour = run.colour === null ? (run.isFaint ? faint : ink) : (palette[run.colour] ?? ink);
  const box = run.isInverse
    ? [
        `<rect x="${number(x)}" y="${number(y)}" width="${number(width)}" height="${cell.height}" fill="${colour}"/>`,
      ]
    : [];
  if (run.text.trim() === '') {
    return box;
  }
  const fill = run.isInverse ? paper : colour;
  const look = [
    fill === ink ? '' : ` fill="${fill}"`,
    run.isBold ? ' font-weight="bold"' : '',
    run.isFaint && run.colour !== null ? ' opacity="0.7"' : '',
  ].join('');
  return [
    ...box,
    `<text x="${number(x)}" y="${number(y + 13)}" textLength="${number(width)}" lengthAdjust="spacingAndGlyphs"${look}>${escaped(run.text)}</text>`,
  ];
};
