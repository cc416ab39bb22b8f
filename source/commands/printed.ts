import {eventRecord} from '../report/json.js';
import {closingLines, lineOf, openingLines} from '../report/lines.js';
import type {Listener} from './listener.js';
import {type Output, printError, printResult, type Streams} from './streams.js';
import {spoken} from './talk.js';

/** A delivery as lines for a person. */
const asLines = (streams: Streams): Listener => {
  const print = (lines: readonly string[]): void => {
    for (const line of lines) {
      streams.stdout.write(`${line}\n`);
    }
  };
  return {
    ...spoken(streams),
    begins: ({cluster: {title, simulatedNodes}, plan, standIns}) =>
      print(openingLines(plan, {cluster: title, simulatedNodes, standIns})),
    event(event, before, after) {
      const line = lineOf(event, before, after);
      if (line !== undefined) {
        print([line]);
      }
    },
    toolLine: () => {},
    ends: ({receipt, state, file}) => print(closingLines(receipt, state, {receiptFile: file})),
    trouble: error => printError(streams, 'lines', error),
  };
};

/** A delivery as one JSON object a line, the receipt last. */
const asJson = (streams: Streams): Listener => ({
  ...spoken(streams),
  begins: () => {},
  event: event => printResult(streams, eventRecord(event)),
  toolLine: () => {},
  ends: ({receipt}) => printResult(streams, receipt),
  trouble: error => printError(streams, 'json', error),
});

export const printed = (output: Output, streams: Streams): Listener =>
  output === 'json' ? asJson(streams) : asLines(streams);
