import {sanitiseLine} from '../cluster/sanitise.js';
import type {StepContext} from '../engine/backend.js';
import type {HelmOptions} from '../tools/helm.js';
import type {HelmSpawn, World} from './world.js';

/** Of what helm writes on one line nobody reads more. */
const mostOfLine = 500;

/**
 * What a helm that works on a release is started with: it is written down before, and again when it has a pid; what it says is a sign
 * of life.
 */
export const helmHands = (
  {onHelm, onToolLine}: Pick<World, 'onHelm' | 'onToolLine'>,
  spawn: Omit<HelmSpawn, 'pid'>,
  {signal, moved}: Pick<StepContext, 'signal' | 'moved'>,
): HelmOptions => {
  onHelm?.({...spawn, pid: null});
  return {
    signal,
    onLine(line) {
      const text = sanitiseLine(line, mostOfLine);
      if (text !== '') {
        moved();
        onToolLine?.(spawn.component, text);
      }
    },
    onSpawn: pid => onHelm?.({...spawn, pid}),
  };
};
