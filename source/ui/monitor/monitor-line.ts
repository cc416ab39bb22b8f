import type {MonitoredNode, Problem} from '../../monitor/view.js';
import {clockTime} from '../../report/clock-time.js';
import {fit, fitStart} from '../layout.js';
import type {Meaning, Theme} from '../theme.js';
import {type Line, piece} from '../tree/piece.js';
import type {TreeColumns} from '../tree/tree-columns.js';
import {treeLine} from '../tree/tree-line.js';
import {rootOf} from '../tree/waits-chain.js';
import type {MonitorRow} from './monitor-row.js';

export interface MonitorLineFacts {
  readonly isFocused: boolean;
  /** Cells of the whole line. */
  readonly width: number;
  readonly columns: TreeColumns;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** A row of the monitor as one line of exactly the screen's width. */
export const monitorLine = (row: MonitorRow, theme: Theme, facts: MonitorLineFacts): Line => {
  if (row.kind === 'tree') {
    const {isFocused, now} = facts;
    return treeLine(row.row, facts.columns, theme, {isFocused, isStalled: false, now});
  }
  const pointer = facts.isFocused ? theme.glyphs.pointer : ' ';
  const pieces = [piece(pointer), ...bodyOf(row, theme, facts.width - 2), piece(' ')];
  return facts.isFocused ? [{text: pieces.map(({text}) => text).join(''), meaning: 'focus'}] : pieces;
};

type PlainRow = Exclude<MonitorRow, {kind: 'tree'}>;

const bodyOf = (row: PlainRow, theme: Theme, width: number): Line => {
  const {glyphs} = theme;
  switch (row.kind) {
    case 'section': {
      const mark = row.fold === 'none' ? '' : `${row.fold === 'open' ? glyphs.open : glyphs.closed} `;
      return [piece(fit(`${mark}${row.name}`, width, theme), 'title')];
    }
    case 'problem':
      return problemLine(row.problem, row.fold, theme, width);
    case 'detail': {
      const {text, weight} = row.problem;
      const mark = row.isLast ? glyphs.lastChild : glyphs.child;
      return [
        piece(`   ${mark} `, 'faint'),
        piece(fit(detailOf(text), width - 5, theme), weights[weight].meaning),
      ];
    }
    case 'behind':
      return [
        piece(
          fit(
            `   ${row.isLast ? glyphs.lastChild : glyphs.child} ${row.component} waits for it`,
            width,
            theme,
          ),
          'faint',
        ),
      ];
    case 'happening': {
      const {at, what, text, kind} = row.happening;
      const words = Math.max(12, Math.min(26, Math.floor(width * 0.34)));
      return [
        piece(`  ${clockTime(new Date(at).toISOString()).slice(0, 5)}  `, row.isNew ? 'title' : 'faint'),
        piece(`${fit(what, words, theme)}  `),
        piece(fit(text, width - words - 11, theme), happeningMeanings[kind]),
      ];
    }
    case 'node':
      return nodeLine(row.node, row.fold, theme, width);
    case 'node-pod': {
      const {namespace, name, status, restarts, isWell} = row.pod;
      const statusWidth = Math.max(10, Math.floor(width * 0.24));
      const again = restarts === 0 ? '' : `${glyphs.times}${restarts}`;
      return [
        piece(
          `${fit(`    ${row.isLast ? glyphs.lastChild : glyphs.child} ${namespace}/${name}`, width - statusWidth - 7, theme)} `,
        ),
        piece(fit(status, statusWidth, theme), isWell ? 'ok' : 'attention'),
        piece(fitStart(again, 6, theme), 'faint'),
      ];
    }
    case 'text':
      return [piece(fit(` ${row.text}`, width, theme), 'plain')];
    default:
      return row satisfies never;
  }
};

/** Counts are in the line above already. */
const detailOf = (text: string): string => text.replace(/^\d+ of \d+ pods? (is|are) ready; /, '');

const happeningMeanings: Readonly<Record<string, Meaning>> = {
  ready: 'ok',
  came: 'ok',
  flapped: 'attention',
  restarted: 'attention',
  'not-ready': 'failed',
  changed: 'moving',
  node: 'attention',
};

const weights: Readonly<Record<Problem['weight'], {readonly word: string; readonly meaning: Meaning}>> = {
  failed: {word: 'failed', meaning: 'failed'},
  'rolling-out': {word: 'rolling out', meaning: 'moving'},
  attention: {word: 'attention', meaning: 'attention'},
};

/** `x cinder-volume       failed        1/2   CrashLoopBackOff x7      GS-POD-02`. */
const problemLine = (problem: Problem, fold: MonitorRow['fold'], theme: Theme, width: number): Line => {
  const {what, weight, text, code, ready, desired, behind} = problem;
  const {word, meaning} = weights[weight];
  const glyph = weight === 'attention' ? theme.glyphs.stalled : theme.glyphs[weight];
  const names = Math.max(16, Math.min(34, Math.floor(width * 0.28)));
  const counts = ready === null || desired === null ? '' : `${ready}/${desired}`;
  const left = width - names - 3 - 13 - 8 - code.length;
  const more = behind.length === 0 ? '' : `${behind.length} wait for it`;
  // What an open one says stands below it.
  const said = fold === 'open' ? more : [more, rootOf(text) || text].filter(part => part !== '').join(': ');
  return [
    piece(` ${glyph} `, meaning),
    piece(fit(what, names, theme)),
    piece(` ${fit(word, 12, theme)}`, meaning),
    piece(`${fitStart(counts, 6, theme)}  `),
    piece(fit(said, Math.max(0, left - 1), theme), meaning),
    piece(` ${code}`, 'faint'),
  ];
};

const nodeLine = (node: MonitoredNode, fold: MonitorRow['fold'], theme: Theme, width: number): Line => {
  const {name, troubles, isReady, pods, notWell, version} = node;
  const meaning: Meaning = !isReady ? 'failed' : troubles.length > 0 || notWell > 0 ? 'attention' : 'ok';
  const {glyphs} = theme;
  const glyph = !isReady ? glyphs.failed : troubles.length > 0 ? glyphs.stalled : glyphs.ready;
  const names = Math.max(14, Math.min(40, Math.floor(width * 0.3)));
  const mark = fold === 'none' ? ' ' : fold === 'open' ? glyphs.open : glyphs.closed;
  const running = `${pods.length} pod${pods.length === 1 ? '' : 's'}${notWell === 0 ? '' : `, ${notWell} not well`}`;
  const counts = 22;
  const versions = width >= 90 ? 14 : 0;
  return [
    piece(` ${mark} `),
    piece(`${name === '' ? ' ' : glyph} `, meaning),
    piece(fit(name === '' ? 'pods that have no node' : name, names, theme)),
    piece(` ${fit(running, counts, theme)}`, notWell > 0 ? 'attention' : 'plain'),
    piece(versions === 0 ? '' : fit(version, versions, theme), 'faint'),
    piece(fit(` ${troubles.join(', ')}`, Math.max(0, width - names - counts - versions - 6), theme), meaning),
  ];
};
