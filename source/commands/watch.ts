import type {ExitCode} from '../errors.js';
import type {Drive} from './drive.js';
import {shownPath} from './paths.js';
import {usualRehearsal} from './rehearsal.js';
import type {RunSubject} from './run-view.js';
import {screenRun} from './screen-run.js';
import {showScreens} from './screens.js';
import type {Streams} from './streams.js';
import {realWorld} from './world.js';

export interface Watched extends Omit<RunSubject, 'shown' | 'now'> {
  /** Milliseconds since 1970; the time of the machine where absent. */
  readonly now?: () => number;
  readonly ascii?: boolean | undefined;
}

/** Drives, and shows the live tree of it. */
export const watchOnScreens = async (
  drive: Drive,
  {ascii, now = Date.now, ...subject}: Watched,
  streams: Streams,
): Promise<ExitCode> => {
  const run = screenRun(drive, {...subject, shown: shownPath, now});
  const {world, close} = realWorld(
    {
      catalogue: subject.catalogue,
      cluster: {},
      rehearsal: {...usualRehearsal, keep: true},
      profileFile: subject.files.profile,
    },
    () => {},
  );
  const closeAll = async (): Promise<void> => {
    await close();
    await run.close();
  };
  return showScreens({world: {...world, now}, start: {run}, run: () => run, close: closeAll, ascii}, streams);
};
