import type {EnsureOptions} from '../rehearsal/servers.js';
import {type Streams, say} from './streams.js';

/** Percent between two lines where there is no terminal that one line could move on. */
const linesEvery = 10;

/** Says what is built and how far it is: one moving line on a terminal, else a line now and then. */
export const buildProgress = (streams: Streams): Pick<EnsureOptions, 'onNotice' | 'onProgress'> => {
  let last = '';
  return {
    onNotice: sentence => say(streams, sentence),
    onProgress({phase, done, total}) {
      if (streams.stderr.isTTY) {
        streams.stderr.write(`\r  ${phase} ${done}${total === undefined ? '' : ` of ${total}`} packages   `);
        if (phase === 'linking' && done === total) {
          streams.stderr.write('\n');
        }
        return;
      }
      const step = total === undefined ? phase : `${phase} ${Math.floor((done * 100) / total / linesEvery)}`;
      if (step !== last) {
        last = step;
        say(streams, `  ${phase} ${done}${total === undefined ? '' : ` of ${total}`}`);
      }
    },
  };
};
