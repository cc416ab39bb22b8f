import type {ScreenAction} from '../keys.js';
import {focusOn, stepOf, type WizardState} from './wizard-state.js';

/** The row that has the focus; the first where none has. */
export const focusedRow = (state: WizardState, rows: readonly string[]): string => {
  const row = state.focus[stepOf(state)];
  return row !== undefined && rows.includes(row) ? row : (rows[0] ?? '');
};

/** The row that a key leads to; undefined where the key moves nothing. */
export const movedRow = (rows: readonly string[], from: string, action: ScreenAction): string | undefined => {
  const index = rows.indexOf(from);
  const to =
    action.type !== 'intent'
      ? undefined
      : {
          up: index - 1,
          down: index + 1,
          home: 0,
          end: rows.length - 1,
          'page-up': index - 8,
          'page-down': index + 8,
        }[action.intent as string];
  return to === undefined ? undefined : rows[Math.max(0, Math.min(rows.length - 1, to))];
};

/** The state with the focus moved; null where the key moves nothing. */
export const moveFocus = (
  state: WizardState,
  rows: readonly string[],
  action: ScreenAction,
): WizardState | null => {
  const to = movedRow(rows, focusedRow(state, rows), action);
  return to === undefined ? null : focusOn(state, to);
};
