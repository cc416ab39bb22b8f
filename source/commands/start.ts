import type {ExitCode} from '../errors.js';
import {type RehearsalTerms, usualRehearsal} from './rehearsal.js';
import {rehearse} from './rehearse.js';
import {hasScreens, type Streams} from './streams.js';

export interface StartOptions extends Partial<RehearsalTerms> {
  readonly ascii?: boolean;
}

/** No verb: on a terminal the wizard, elsewhere a rehearsal of Flex in lines. */
export const start = async (
  {ascii, charts, ...rehearsal}: StartOptions,
  streams: Streams,
): Promise<ExitCode> =>
  hasScreens(streams)
    ? (await import('./wizard.js')).runWizard({ascii, charts, rehearsal}, streams)
    : rehearse(
        {
          ...usualRehearsal,
          ...rehearsal,
          ...(charts !== undefined && {charts}),
          profile: 'flex',
          output: 'lines',
        },
        streams,
      );
