import type {ExitCode} from '../errors.js';
import {usualRehearsal} from './rehearsal.js';
import {rehearse} from './rehearse.js';
import {hasScreens, type Streams} from './streams.js';

export interface StartOptions {
  readonly ascii?: boolean;
}

/** No verb: on a terminal the wizard, elsewhere a rehearsal of Flex in lines. */
export const start = async (options: StartOptions, streams: Streams): Promise<ExitCode> =>
  hasScreens(streams)
    ? (await import('./wizard.js')).runWizard(options, streams)
    : rehearse({...usualRehearsal, profile: 'flex', output: 'lines'}, streams);
