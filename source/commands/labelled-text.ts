import {ascii} from '../report/ascii.js';
import {wrap} from '../ui/layout.js';

/** As wide as the console that has nothing else. */
const columns = 80;
const labelColumns = 10;

/** A command is not broken into lines: it is copied. */
export type LabelledBlock = readonly [label: string, text: string, kind?: 'command'];

/**
 * `Do        what to do`: each text behind its label, wrapped, its further lines below the first; a text without a label
 * stands alone between empty lines, and one that is empty is left out.
 */
export const labelledText = (blocks: readonly LabelledBlock[]): string[] => {
  const shown = blocks.filter(([, text]) => text !== '');
  return shown.flatMap(([label, text, kind], index) => {
    const isAlone = label === '';
    const [before] = shown[index - 1] ?? [];
    const lines = kind === 'command' ? [text] : wrap(ascii(text), columns - (isAlone ? 0 : labelColumns));
    const gap = index > 0 && (isAlone || before === '') ? [''] : [];
    return [
      ...gap,
      ...lines.map((line, at) =>
        isAlone ? line : `${(at === 0 ? label : '').padEnd(labelColumns)}${line}`.trimEnd(),
      ),
    ];
  });
};
