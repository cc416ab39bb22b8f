import type {Hello, WheelNews} from '../attachment/protocol.js';
import {receiptFiles} from '../report/receipt-file.js';
import {shownPath} from './paths.js';

/** What whoever leaves an engine has to know to find it again. */
export const detachedLines = ({run, pid, logout}: Hello, kubeconfig: string | null = null): string[] => [
  `Detached: it goes on without this terminal, as process ${pid}.`,
  ...(logout === undefined ? [] : [logout]),
  `Attach      genestack attach ${run}`,
  ...(kubeconfig === null ? [] : [`Kubeconfig  ${kubeconfig}`]),
  `At the end  ${shownPath(receiptFiles(run).markdown)}`,
];

/** What whoever comes to an engine has to know. */
export const attachedSentence = ({run, pid}: Hello, {isOurs, holder}: WheelNews): string =>
  `Attached to run ${run}, which goes on as process ${pid}; ${
    isOurs
      ? 'Ctrl-C stops it politely'
      : `process ${holder?.pid}${holder?.tty ? ` on ${holder.tty}` : ''} has the wheel, Ctrl-C here only leaves`
  }.`;
