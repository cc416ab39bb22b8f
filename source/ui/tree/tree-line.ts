import type {ComponentStateName} from '../../engine/state.js';
import {duration} from '../../report/duration.js';
import {fit, fitStart, padStart, widthOf} from '../layout.js';
import {type Meaning, meaningOf, type Theme} from '../theme.js';
import type {Piece} from './piece.js';
import type {TreeColumns} from './tree-columns.js';
import type {ComponentRow, Counts, PodRow, Span, TreeRow, WorkloadRow} from './tree-row.js';
import {fitChain, rootOf} from './waits-chain.js';

export interface LineFacts {
  readonly isFocused: boolean;
  readonly isStalled: boolean;
  /** Takes the place of what it waits for, where it is not empty. */
  readonly remark?: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** A row of the tree as one line of exactly the screen's width. */
export const treeLine = (
  row: TreeRow,
  columns: TreeColumns,
  theme: Theme,
  facts: LineFacts,
): readonly Piece[] => {
  const name = fit(`${leadOf(row, theme)}${shortName(row, theme)}`, columns.name - 1, theme);
  const pieces: readonly Piece[] = [
    {text: facts.isFocused ? theme.glyphs.pointer : ' ', meaning: 'plain'},
    {text: `${name} `, meaning: row.kind === 'group' ? 'title' : nameMeaning(row.state)},
    ...restOf(row, columns, theme, facts),
    {text: ' ', meaning: 'plain'},
  ];
  return facts.isFocused ? [{text: pieces.map(piece => piece.text).join(''), meaning: 'focus'}] : pieces;
};

export const wordOf = (state: ComponentStateName): string => state.replace('-', ' ');

/** Only what needs an eye is coloured to the name. */
const nameMeaning = (state: ComponentStateName): Meaning =>
  state === 'failed' ? 'failed' : state === 'planned' ? 'waits' : 'plain';

const leadOf = (row: TreeRow, {glyphs}: Theme): string => {
  switch (row.kind) {
    case 'group':
      return `${row.fold === 'open' ? glyphs.open : glyphs.closed} `;
    case 'component':
    case 'more':
      return `  ${glyphs[row.state]} `;
    case 'workload':
      return `    ${row.isLast ? glyphs.lastChild : glyphs.child} `;
    case 'pod':
      return `    ${row.isWorkloadLast ? ' ' : glyphs.pipe} ${row.isLast ? glyphs.lastChild : glyphs.child} `;
    default:
      return row satisfies never;
  }
};

/** A pod is called by what it has beyond its workload's name. */
const shortName = (row: TreeRow, {glyphs}: Theme): string =>
  row.kind === 'pod' && row.name.startsWith(`${row.workload.name}-`)
    ? `${glyphs.ellipsis}${row.name.slice(row.workload.name.length)}`
    : row.name;

const restOf = (row: TreeRow, columns: TreeColumns, theme: Theme, facts: LineFacts): readonly Piece[] => {
  const meaning = meaningOf(row.state);
  const version = (value = ''): Piece => ({
    text: columns.version === 0 ? '' : fit(value, columns.version - 1, theme).padEnd(columns.version),
    meaning: 'faint',
  });
  const whole = columns.word + columns.counts + columns.note + columns.time;
  switch (row.kind) {
    case 'group':
      return [
        version(),
        {text: fit(`${theme.glyphs[row.state]} ${wordOf(row.state)}`, columns.word), meaning},
        countsPiece(row.counts, columns),
        {text: ' '.repeat(columns.note), meaning: 'plain'},
        timePiece(row.span, columns, facts.now),
      ];
    case 'more': {
      const key = 'z show';
      const waiting = row.state === 'blocked' ? 'blocked by' : `${wordOf(row.state)}, wait for`;
      return [
        version(),
        {text: fit(`${waiting} ${row.by}`, whole - key.length - 1, theme), meaning},
        {text: ` ${key}`, meaning: 'faint'},
      ];
    }
    case 'component':
      return [version(row.version?.replace(/\+.*/, '')), ...componentPieces(row, columns, theme, facts)];
    case 'workload':
      return [
        version(),
        {text: fit(row.workload.kind, columns.word - 1).padEnd(columns.word), meaning: 'plain'},
        countsPiece(row.counts, columns),
        {text: fit(workloadNote(row), columns.note + columns.time, theme), meaning},
      ];
    case 'pod': {
      const status = columns.word + columns.counts;
      return [
        version(),
        {text: `${fit(row.pod.status, status - 1, theme)} `, meaning},
        {
          text: fit(podNote(row, theme), columns.note + columns.time, theme),
          meaning: row.pod.reason === '' ? 'faint' : meaning,
        },
      ];
    }
    default:
      return row satisfies never;
  }
};

/** What has no counts and no time yet has room for all that it waits for. */
const componentPieces = (
  row: ComponentRow,
  columns: TreeColumns,
  theme: Theme,
  {isStalled, remark = '', now}: LineFacts,
): readonly Piece[] => {
  const meaning = isStalled || remark !== '' ? 'attention' : meaningOf(row.state);
  const timed = row.span.startedAt !== null && columns.time > 0;
  const tail = timed ? columns.note : columns.note + columns.time;
  const time = timed ? [timePiece(row.span, columns, now)] : [];
  if (row.counts === null && (row.state === 'planned' || row.state === 'blocked' || row.state === 'failed')) {
    const width = columns.word + columns.counts + tail;
    return [{text: fit(spanned(row, width, theme), width, theme), meaning}, ...time];
  }
  const word = `${wordOf(row.state)}${isStalled ? ` ${theme.glyphs.stalled}` : ''}`;
  return [
    {text: fit(word, columns.word), meaning},
    countsPiece(row.counts, columns),
    {
      text: fit(remark === '' ? noteOf(row, tail, theme) : remark, tail, theme),
      meaning: isMoving(row.state) || row.state === 'failed' ? meaning : 'faint',
    },
    ...time,
  ];
};

const isMoving = (state: ComponentStateName): boolean =>
  state === 'applying' || state === 'rolling-out' || state === 'removing';

const spanned = (row: ComponentRow, width: number, theme: Theme): string => {
  const {names, reason} = row.chain;
  if (row.state === 'failed') {
    return reason === '' ? 'failed' : `failed: ${reason}`;
  }
  if (names.length === 0) {
    return wordOf(row.state);
  }
  const word = row.state === 'blocked' ? 'blocked by ' : `${wordOf(row.state)}, waits for `;
  return word + fitChain(row.chain, width - word.length, chainMarks(theme));
};

const noteOf = (row: ComponentRow, width: number, theme: Theme): string => {
  const {chain, missing, isStandIn, isUnchanged, state} = row;
  if (state === 'ready' || state === 'verified') {
    return [
      missing.length > 0 ? `without ${missing.join(', ')}` : '',
      isStandIn ? 'stand-in chart' : '',
      isUnchanged ? 'unchanged' : '',
    ]
      .filter(note => note !== '')
      .join(', ');
  }
  const word = chain.names.length === 0 ? '' : 'waits for ';
  const said = fitChain(chain, width - word.length, chainMarks(theme));
  return widthOf(word + said) <= width ? word + said : said;
};

const chainMarks = ({isAscii, glyphs}: Theme) => ({arrow: isAscii ? '<-' : '←', ellipsis: glyphs.ellipsis});

const workloadNote = ({workload}: WorkloadRow): string =>
  workload.state === 'failed'
    ? `failed: ${rootOf(workload.reason) || workload.reason}`
    : rootOf(workload.reason);

const podNote = ({pod}: PodRow, {glyphs}: Theme): string =>
  [pod.reason || pod.node, pod.restarts > 0 ? `restarted ${glyphs.times}${pod.restarts}` : '']
    .filter(note => note !== null && note !== '')
    .join(', ');

const countsPiece = (counts: Counts | null, columns: TreeColumns): Piece => ({
  text:
    columns.counts === 0
      ? ''
      : fit(counts === null ? '' : `${padStart(String(counts.ready), 3)}/${counts.desired}`, columns.counts),
  meaning: 'plain',
});

const timePiece = ({startedAt, seconds}: Span, columns: TreeColumns, now: number): Piece => {
  const passed = seconds ?? (startedAt === null ? null : Math.max(0, now - Date.parse(startedAt)) / 1000);
  return {
    text: columns.time === 0 ? '' : fitStart(passed === null ? '' : duration(passed), columns.time),
    meaning: 'faint',
  };
};
