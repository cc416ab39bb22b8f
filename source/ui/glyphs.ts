import type {ComponentStateName} from '../engine/state.js';

/** Every sign that the screens write; a state's has one cell, so have tree marks and marks of choice. */
export interface Glyphs extends Readonly<Record<ComponentStateName, string>> {
  readonly stalled: string;
  readonly open: string;
  readonly closed: string;
  readonly child: string;
  readonly lastChild: string;
  readonly pipe: string;
  readonly pointer: string;
  /** Before the text of the field that is typed in. */
  readonly editing: string;
  readonly on: string;
  readonly off: string;
  readonly dot: string;
  readonly ring: string;
  readonly tick: string;
  readonly cross: string;
  readonly rule: string;
  readonly barFull: string;
  readonly barHead: string;
  readonly barRest: string;
  readonly separator: string;
  /** Between the parts of a path. */
  readonly path: string;
  readonly ellipsis: string;
  readonly upDown: string;
  readonly leftRight: string;
  readonly arrow: string;
  readonly times: string;
  readonly about: string;
}

export const unicodeGlyphs: Glyphs = {
  verified: '●',
  ready: '✔',
  'rolling-out': '◐',
  applying: '▸',
  blocked: '⋯',
  planned: '○',
  failed: '✖',
  skipped: '⊘',
  removing: '◐',
  gone: '○',
  stalled: '!',
  open: '▾',
  closed: '▸',
  child: '├',
  lastChild: '└',
  pipe: '│',
  pointer: '❯',
  editing: '▌',
  on: '■',
  off: '□',
  dot: '●',
  ring: '○',
  tick: '✔',
  cross: '✖',
  rule: '─',
  barFull: '━',
  barHead: '╸',
  barRest: '─',
  separator: '·',
  path: '›',
  ellipsis: '…',
  upDown: '↑↓',
  leftRight: '←→',
  arrow: '→',
  times: '×',
  about: '~',
};

export const asciiGlyphs: Glyphs = {
  verified: '*',
  ready: '+',
  'rolling-out': 'o',
  applying: '>',
  blocked: '.',
  planned: '-',
  failed: 'x',
  skipped: 's',
  removing: 'o',
  gone: '-',
  stalled: '!',
  open: 'v',
  closed: '>',
  child: '|',
  lastChild: '\\',
  pipe: '|',
  pointer: '>',
  editing: '|',
  on: '#',
  off: '_',
  dot: '*',
  ring: '-',
  tick: '+',
  cross: 'x',
  rule: '-',
  barFull: '=',
  barHead: '>',
  barRest: '-',
  separator: '.',
  path: '>',
  ellipsis: '..',
  upDown: 'up/down',
  leftRight: 'left/right',
  arrow: '->',
  times: 'x',
  about: '~',
};
