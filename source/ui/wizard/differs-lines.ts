import {changeLines} from '../../report/change-lines.js';
import {wrap} from '../layout.js';
import {changesOf} from './home-step.js';
import type {WizardState} from './wizard-state.js';

/** What is said where nothing is known yet, or nothing can be. */
export const comparisonText = ({comparison}: WizardState): string =>
  comparison?.state === 'failed' ? comparison.message : 'looking …';

/** Everything that differs, in lines of at most so many columns. */
export const differsLines = (state: WizardState, columns: number): readonly string[] => {
  const changes = changesOf(state);
  return changes === undefined
    ? [comparisonText(state)]
    : changeLines(changes).flatMap(line => wrapped(line, columns - 2));
};

/** With its indent on every line. */
const wrapped = (line: string, width: number): string[] => {
  const indent = /^ */.exec(line)?.[0] ?? '';
  return wrap(line.trim(), width - indent.length - 2).map(
    (part, index) => `${indent}${index === 0 ? '' : '  '}${part}`,
  );
};
