import type {EnsureOptions} from '../rehearsal/servers.js';
import {counted} from '../report/ascii.js';
import {type Streams, say} from './streams.js';

export type BuildProgress = Parameters<NonNullable<EnsureOptions['onProgress']>>[0];

/** Whoever is told what goes on before the first step of a plan. */
export interface Talk {
  /** A whole sentence. */
  say(sentence: string): void;
  /** How far the servers are, whenever that changes. */
  building(progress: BuildProgress): void;
}

/** Percent between two lines where there is no terminal that one line could move on. */
const linesEvery = 10;

/** `downloading 1 module`, `compiling 2 of 900 packages`. */
export const buildText = ({phase, done, total}: BuildProgress): string =>
  `${phase} ${total === undefined ? counted(done, 'module') : `${done} of ${counted(total, 'package')}`}`;

/** Talk on stderr: of a build one moving line on a terminal, else a line now and then. */
export const spoken = (streams: Streams): Talk => {
  let last = '';
  return {
    say: sentence => say(streams, sentence),
    building(progress) {
      const {phase, done, total} = progress;
      if (streams.stderr.isTTY) {
        streams.stderr.write(`\r  ${buildText(progress)}   `);
        if (phase === 'linking' && done === total) {
          streams.stderr.write('\n');
        }
        return;
      }
      const step = total === undefined ? phase : `${phase} ${Math.floor((done * 100) / total / linesEvery)}`;
      if (step !== last) {
        last = step;
        say(streams, `  ${buildText(progress)}`);
      }
    },
  };
};

/** The talk as `ensureServers` takes it. */
export const toldOfBuild = (talk: Talk): Required<Pick<EnsureOptions, 'onNotice' | 'onProgress'>> => ({
  onNotice: talk.say,
  onProgress: talk.building,
});
