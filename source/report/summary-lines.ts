import type {Receipt} from '../engine/receipt.js';
import type {RunState} from '../engine/state.js';
import type {GenestackError} from '../errors.js';
import {ascii} from './ascii.js';
import {failures, headline} from './closing-lines.js';
import {errorSentence} from './component-sentence.js';

/** What is left when the screens are gone. */
export interface Summary {
  readonly receipt: Receipt | null;
  readonly state: RunState;
  readonly error: GenestackError | null;
  readonly files: {
    readonly profile: string;
    readonly kubeconfig: string | null;
    readonly receipt: string | null;
  };
  /** The command that removes the rehearsal; null where nothing is to be removed. */
  readonly removal: string | null;
}

/** A run that a person watched on screens, in a few lines on the normal screen: how it came out, where its files are. */
export const summaryLines = ({receipt, state, error, files, removal}: Summary): string[] => {
  const sentences = [
    ...(receipt === null ? ['It ended before the first step: nothing was installed.'] : [headline(receipt)]),
    ...(receipt === null ? [] : failures(receipt, state)),
    ...(error === null ? [] : [errorSentence(error)]),
  ];
  const named = Object.entries({
    Profile: files.profile,
    Kubeconfig: files.kubeconfig,
    Receipt: files.receipt,
    'Remove it': removal,
  });
  return [
    ...sentences.map(ascii),
    // A path is left as it is: folded it would lead nowhere.
    ...named.flatMap(([label, text]) => (text === null ? [] : [`${label.padEnd(11)} ${text}`])),
  ];
};
