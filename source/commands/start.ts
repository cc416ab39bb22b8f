import {livingEngines} from '../attachment/engines.js';
import type {ExitCode} from '../errors.js';
import {type RehearsalTerms, usualRehearsal} from './rehearsal.js';
import {rehearse} from './rehearse.js';
import {hasScreens, type Streams} from './streams.js';

export interface StartOptions extends Partial<RehearsalTerms> {
  readonly ascii?: boolean;
}

/** No verb: on a terminal the run that goes on, else the wizard; elsewhere a rehearsal of Flex in lines. */
export const start = async (
  {ascii, charts, ...rehearsal}: StartOptions,
  streams: Streams,
): Promise<ExitCode> => {
  if (!hasScreens(streams)) {
    const terms = {...usualRehearsal, ...rehearsal, ...(charts !== undefined && {charts})};
    return rehearse({...terms, profile: 'flex', output: 'lines'}, streams);
  }
  if ((await livingEngines()).length > 0) {
    return (await import('./attach.js')).attach({ascii}, streams);
  }
  return (await import('./wizard.js')).runWizard({ascii, charts, rehearsal}, streams);
};
