import {healthLine} from '../../monitor/lines.js';
import {healthOf, type MonitorView} from '../../monitor/view.js';
import {clockTime} from '../../report/clock-time.js';
import {cut, widthOf} from '../layout.js';
import type {Meaning, Theme} from '../theme.js';
import {emptyLine, type Line, piece} from '../tree/piece.js';
import {bigLetters} from './big-letters.js';

/** What is written large: one word that is read from three metres. */
const wordOf = (view: MonitorView): {readonly word: string; readonly meaning: Meaning} => {
  const {isWell, isEmpty, now, total, well} = healthOf(view);
  if (view.trouble !== '') return {word: 'old', meaning: 'attention'};
  if (!view.isComplete) return {word: 'wait', meaning: 'moving'};
  if (isEmpty) return {word: 'none', meaning: 'attention'};
  return isWell
    ? {word: 'all well', meaning: 'ok'}
    : {word: `${Math.max(now, total - well)} bad`, meaning: 'failed'};
};

/** The health in letters as large as the screen lets them be, with one sentence and the worst below. */
export const bigLines = (view: MonitorView, theme: Theme, columns: number, rows: number): readonly Line[] => {
  const {word, meaning} = wordOf(view);
  const lit = theme.isAscii || !theme.hasColour ? '#' : '█';
  const drawn = [4, 3, 2, 1]
    .map(scale => bigLetters(word, scale, lit))
    .find(lines => lines.length <= rows - 6 && lines.every(line => line.length <= columns - 2));
  const centre = (text: string, of: Meaning): Line => {
    const short = cut(text, columns - 2, theme);
    return [piece(`${' '.repeat(Math.max(1, Math.floor((columns - widthOf(short)) / 2)))}${short}`, of)];
  };
  const width = Math.max(0, ...(drawn ?? []).map(line => line.trimEnd().length));
  const left = ' '.repeat(Math.max(1, Math.floor((columns - width) / 2)));
  const [worst] = view.problems;
  const below: readonly Line[] = [
    emptyLine,
    centre(healthLine(view), 'title'),
    centre(worst === undefined ? '' : `${worst.what}: ${worst.text}`, 'plain'),
    centre(view.asOf === null ? '' : `as of ${clockTime(new Date(view.asOf).toISOString())}`, 'faint'),
  ];
  const large = (drawn ?? []).map((line): Line => [piece(`${left}${line}`, meaning)]);
  const above = Math.max(0, Math.floor((rows - large.length - below.length) / 2));
  return [...Array.from({length: above}, () => emptyLine), ...large, ...below];
};
