import {measuredPath, type Receipt} from '../engine/receipt.js';
import type {RunState} from '../engine/state.js';
import {ascii, counted} from './ascii.js';
import {errorSentence} from './component-sentence.js';
import {duration} from './duration.js';
import type {ReceiptFile} from './receipt-file.js';

export interface Closing {
  readonly receiptFile?: ReceiptFile;
  /** What to do next, as a sentence; the obvious one where absent. */
  readonly next?: string;
}

/** The end of a run for a person: what is ready, what is not and why, what nobody checked, where to look. */
export const closingLines = (
  receipt: Receipt,
  state: RunState,
  {receiptFile, next}: Closing = {},
): string[] =>
  [
    '',
    headline(receipt),
    ...failures(receipt, state),
    ...unfinished(receipt),
    ...missing(state),
    ...(receipt.deed === 'remove' ? [] : [notChecked(receipt)]),
    ...(receipt.standIns.length > 0
      ? [`Stand-in charts, not the real ones: ${receipt.standIns.join(', ')}.`]
      : []),
    longestPath(receipt, state),
    ...(receipt.kubeconfig === null ? [] : [`Kubeconfig: ${receipt.kubeconfig}`]),
    ...receiptLines(receiptFile),
    next ?? nextOf(receipt),
  ].map(ascii);

const isThere = (state: Receipt['components'][number]['state']): boolean =>
  state === 'ready' || state === 'verified' || state === 'gone';

/** One sentence: how much is ready, in what time. */
export const headline = ({components, outcome, deed, seconds, simulatedNodes}: Receipt): string => {
  const there = components.filter(({state}) => isThere(state)).length;
  const how = {succeeded: '', failed: '; not everything could be', interrupted: '; interrupted'}[outcome];
  const where = simulatedNodes > 0 ? `, on ${counted(simulatedNodes, 'simulated node')}` : '';
  return `${there} of ${counted(components.length, 'component')} ${deed === 'remove' ? 'gone' : 'ready'} in ${duration(seconds)}${where}${how}.`;
};

/** Every component that failed with why, and what it holds back. */
export const failures = (receipt: Receipt, state: RunState): string[] =>
  receipt.components
    .filter(component => component.state === 'failed')
    .flatMap(({name}) => {
      const error = state.components[name]?.error;
      const blocked = Object.values(state.components)
        .filter(component => component.blockedBy === name && component.state === 'blocked')
        .map(component => component.name);
      return [
        `${name} failed${error == null ? '.' : `: ${errorSentence(error)}`}`,
        ...(blocked.length > 0 ? [`Blocked by ${name}: ${blocked.join(', ')}.`] : []),
      ];
    });

const unfinished = ({components, deed}: Receipt): string[] => {
  const begun = components.filter(
    ({state}) => state === 'applying' || state === 'rolling-out' || state === 'removing',
  );
  const never = components.filter(({state}) => state === 'planned');
  return [
    ...(begun.length > 0
      ? [`Begun and not ${deed === 'remove' ? 'gone' : 'ready'}: ${begun.map(({name}) => name).join(', ')}.`]
      : []),
    ...(never.length > 0 ? [`Not begun: ${never.map(({name}) => name).join(', ')}.`] : []),
  ];
};

const missing = (state: RunState): string[] => {
  const lacking = Object.values(state.components).filter(
    component => component.missing.length > 0 && component.state !== 'gone' && isThere(component.state),
  );
  return lacking.length === 0
    ? []
    : [
        `Ready with something missing: ${lacking
          .map(component => `${component.name} (without ${component.missing.join(', ')})`)
          .join('; ')}.`,
      ];
};

const notChecked = ({simulatedNodes}: Receipt): string =>
  simulatedNodes > 0
    ? 'Not checked: that services answer, because nodes are simulated.'
    : 'Not checked: that services answer. Ready is what the API says of their workloads.';

const longestPath = (receipt: Receipt, state: RunState): string => {
  const names = [...new Set(measuredPath(state).steps.map(id => state.steps[id]?.component ?? id))];
  const how = names.length === 0 ? '' : `, through ${names.join(', ')}`;
  return `Longest path as measured: ${duration(receipt.criticalPathSeconds)}${how}.`;
};

const receiptLines = (file: ReceiptFile | undefined): string[] => {
  if (file === undefined) {
    return [];
  }
  return 'error' in file
    ? [errorSentence(file.error)]
    : [`Receipt: ${file.markdown} (for programs: ${file.json})`];
};

const nextOf = ({outcome, deed, simulatedNodes}: Receipt): string => {
  if (outcome !== 'succeeded') {
    return 'Next: correct what is named above and start the same again; it goes on from what is there.';
  }
  if (deed === 'remove') {
    return 'Next: "genestack plan" says what is there and what the profile wants.';
  }
  return simulatedNodes > 0
    ? 'Next: "genestack install" does the same on a real cluster.'
    : 'Next: ask the services themselves, e.g. openstack token issue.';
};
