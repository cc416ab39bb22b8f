import type {Intent} from './keys.js';

/** The first line that is shown after a key: never past the last page, also where it was before. */
export const scrolledTo = (top: number, intent: Intent, total: number, rows: number): number => {
  const last = Math.max(0, total - rows);
  const page = Math.max(1, rows - 1);
  const steps: Partial<Record<Intent, number>> = {
    ...{up: -1, down: 1, home: -total, end: total},
    'page-up': -page,
    'page-down': page,
  };
  return Math.max(0, Math.min(Math.min(top, last) + (steps[intent] ?? 0), last));
};
