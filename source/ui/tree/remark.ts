import {duration} from '../../report/duration.js';
import type {RunView} from '../ports.js';
import type {Theme} from '../theme.js';
import {slownessOf} from './slowness.js';

/** What is more worth a word of a moving component than what it waits for; empty where nothing is. @param now milliseconds since 1970. */
export const remarkOf = (component: string, {state, plan}: RunView, {glyphs}: Theme, now: number): string => {
  const {postponed = null, stalled = null} = state.components[component] ?? {};
  if (postponed !== null) {
    const seconds = postponed.at === null ? 0 : Math.ceil((Date.parse(postponed.at) - now) / 1000);
    return `again${seconds > 0 ? ` in ${seconds} s` : ''}: ${postponed.why}`;
  }
  if (stalled !== null) {
    const quiet = `quiet for ${duration((now - Date.parse(stalled.since)) / 1000)}`;
    return stalled.cause === '' ? quiet : `${quiet}: ${stalled.cause}`;
  }
  return slownessOf(component, state, plan, now, glyphs.times);
};
