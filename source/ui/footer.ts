import type {KeyContext} from './key-contexts.js';
import {bindingsOf, type Intent, type KeyBinding} from './keys.js';
import {cut, widthOf} from './layout.js';
import type {Theme} from './theme.js';

/** The keys of a binding as the theme writes them. */
export const keysOf = ({shown}: KeyBinding, {glyphs}: Theme): string =>
  shown === 'upDown' || shown === 'leftRight' ? glyphs[shown] : shown;

/** They lead on and out. */
const kept: ReadonlySet<string> = new Set(['next', 'answer', 'back', 'sheet', 'quit', 'detach']);

/** Keys of a context in one line of at most `columns` cells; where they do not fit, the last go, but not those that lead out. */
export const footerOf = (
  context: KeyContext,
  theme: Theme,
  columns: number,
  without: readonly Intent[] = [],
): string => {
  let hints = bindingsOf(context).filter(
    ({isQuiet, presses}) =>
      isQuiet !== true && !Object.values(presses).every(intent => without.includes(intent)),
  );
  const line = (gap: string): string =>
    ` ${hints.map(binding => `${keysOf(binding, theme)} ${binding.label}`).join(gap)}`;
  if (widthOf(line('   ')) < columns) {
    return line('   ');
  }
  while (widthOf(line('  ')) >= columns && hints.some(hint => !kept.has(hint.id))) {
    const last = hints.findLast(hint => !kept.has(hint.id));
    hints = hints.filter(hint => hint !== last);
  }
  return cut(line('  '), columns, theme);
};
