import {readCatalogue} from '../catalogue/read.js';
import type {Catalogue} from '../catalogue/schema.js';
import type {ExitCode} from '../errors.js';
import {attachedRun} from './attached-run.js';
import type {Followed} from './follow.js';
import {shownPath} from './paths.js';
import {usualRehearsal} from './rehearsal.js';
import type {ScreenRun} from './screen-run.js';
import {showScreens} from './screens.js';
import type {Streams} from './streams.js';
import {realWorld} from './world.js';

export interface Watched {
  readonly run: ScreenRun;
  readonly catalogue: Catalogue;
  /** As it is shown. */
  readonly profileFile: string;
  /** Milliseconds since 1970; the time of the machine where absent. */
  readonly now?: () => number;
  readonly ascii?: boolean | undefined;
}

/** Shows the live tree of a run. */
export const watchOnScreens = async (
  {run, catalogue, profileFile, ascii, now = Date.now}: Watched,
  streams: Streams,
): Promise<ExitCode> => {
  const rehearsal = {...usualRehearsal, keep: true};
  const {world, close} = realWorld({catalogue, cluster: {}, rehearsal, profileFile}, () => {});
  const closeAll = async (): Promise<void> => {
    await close();
    await run.close();
  };
  return showScreens({world: {...world, now}, start: {run}, run: () => run, close: closeAll, ascii}, streams);
};

/** Shows the live tree of what an engine does. */
export const followOnScreens = (
  {subject, ...followed}: Followed,
  {ascii}: {readonly ascii?: boolean | undefined},
  streams: Streams,
): Promise<ExitCode> => {
  const catalogue = readCatalogue(undefined, subject.overrides ?? undefined);
  const run = attachedRun({...subject, catalogue, shown: shownPath, now: Date.now}, followed);
  return watchOnScreens({run, catalogue, profileFile: subject.files.profile, ascii}, streams);
};
