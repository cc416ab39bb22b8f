import {createInterface} from 'node:readline/promises';

/** Whether somebody can be asked: keys come from a terminal and the question is seen on one. */
export const canAsk = (): boolean => process.stdin.isTTY === true && process.stderr.isTTY === true;

/** Asks on stderr, since stdout carries the result; Ctrl-C and the end of input answer nothing. */
export const ask = async (question: string): Promise<string> => {
  // Screens that were shown before let it go: else the program would end with the question.
  process.stdin.ref();
  const asking = createInterface({input: process.stdin, output: process.stderr});
  // Else the question would wait for ever.
  const closed = new Promise<string>(resolve => asking.once('close', () => resolve('')));
  try {
    return (await Promise.race([closed, asking.question(question)])).trim();
  } finally {
    asking.close();
  }
};

export const isYes = (answer: string): boolean => /^y(es)?$/i.test(answer);
