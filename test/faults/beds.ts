import type {Check, Form} from './check.js';
import {apiKilled, ctrlCInOutage, etcdKilled, proxied} from './checks/api-trouble.js';
import {controlSequences} from './checks/control-sequences.js';
import {helmKilled, killEngine, killTreeCheck} from './checks/kills.js';
import {startedAtOnce, stoppedDriver} from './checks/one-driver.js';
import {rerun} from './checks/rerun.js';
import {stateTrouble} from './checks/state-trouble.js';
import {ctrlCOnce, ctrlCTwice, sessionDropped} from './checks/terminals.js';

const beds = {
  kills: [rerun, helmKilled, killEngine, killTreeCheck],
  people: [startedAtOnce, stoppedDriver, sessionDropped, ctrlCOnce, ctrlCTwice],
  surroundings: [apiKilled, ctrlCInOutage, etcdKilled, proxied, stateTrouble, controlSequences],
} as const satisfies Record<string, readonly Check[]>;

/** What is carried out on a bed: of the short form all on the first, since to make another takes longer than what is done there. */
export const checksOn = (bed: keyof typeof beds, form: Form): readonly Check[] => {
  if (form === 'long') return beds[bed];
  return bed === 'kills' ? Object.values(beds).flat() : [];
};
