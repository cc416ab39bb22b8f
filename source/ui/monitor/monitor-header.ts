import {healthLine} from '../../monitor/lines.js';
import {unheardNotice} from '../../monitor/unheard.js';
import type {MonitorView} from '../../monitor/view.js';
import {clockTime} from '../../report/clock-time.js';
import {duration} from '../../report/duration.js';
import type {Theme} from '../theme.js';
import {type MonitorViewName, viewTitles} from './monitor-views.js';

/** `Genestack · site-a`, `Nodes · site-a`. */
export const monitorTitle = (view: MonitorView, name: MonitorViewName, {glyphs}: Theme): string =>
  `${viewTitles[name]} ${glyphs.separator} ${view.context}`;

/** `READ ONLY    all well but 1      as of 14:03`. */
export const monitorHealth = (view: MonitorView): string =>
  [
    'READ ONLY',
    healthLine(view),
    view.asOf === null
      ? 'not reached yet'
      : `as of ${clockTime(new Date(view.asOf).toISOString()).slice(0, 5)}`,
  ].join('   ');

/** So long without a word from the API is worth a sentence, though no request has failed yet. */
const quietSeconds = 100;

/** How old the picture is, and why; empty where it is of now. */
export const ageNotice = ({asOf, trouble, unheard, driver}: MonitorView, now: number): string => {
  const seconds = asOf === null ? null : Math.max(0, (now - asOf) / 1000);
  if (trouble !== '') {
    return seconds === null
      ? `Not reached yet: ${trouble}`
      : `The picture is ${duration(seconds)} old: ${trouble}`;
  }
  return seconds !== null && seconds > quietSeconds
    ? `The API was last heard of ${duration(seconds)} ago`
    : unheardNotice(unheard, now, milliseconds => duration(milliseconds / 1000)) ||
        (driver === null ? '' : `${driver} installs at the moment`);
};
