import type {ExitCode} from '../errors.js';
import {type Drive, drivePrinted} from './drive.js';
import {hasScreens, type OnScreens, type Streams} from './streams.js';
import type {Watched} from './watch.js';

/** Drives, and shows the live tree of it where there are screens and nobody asked for another form; lines or JSON elsewhere. */
export const driveShown = async (
  drive: Drive,
  watched: Watched,
  {output, ascii}: OnScreens,
  streams: Streams,
): Promise<ExitCode> => {
  if (output !== undefined || !hasScreens(streams)) {
    return drivePrinted(drive, output ?? 'lines', streams);
  }
  const {watchOnScreens} = await import('./watch.js');
  return watchOnScreens(drive, {...watched, ascii}, streams);
};
