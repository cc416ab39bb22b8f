import {expect, vi} from 'vitest';
import {monitorPort} from '../../source/commands/monitor-screens.js';
import type {MonitorSession} from '../../source/commands/monitor-session.js';
import type {KeyContext} from '../../source/ui/key-contexts.js';
import {bindingsOf, type Intent} from '../../source/ui/keys.js';
import {type MonitorViewName, monitorViews, viewTitles} from '../../source/ui/monitor/monitor-views.js';
import {type Screen, screenAt} from '../helpers/screen.js';
import {StandingMonitor} from '../ui/fixtures/monitor-world.js';

/** Where a person can be. */
export interface Place {
  readonly context: KeyContext;
  /** What is on the screen there and nowhere before it. */
  readonly shows: RegExp;
  /** The place before it; the tree where there is none. */
  readonly from?: Place;
  /** Keys from there, all of them once, or the one of them until it shows. */
  readonly keys: readonly string[] | {readonly again: string};
}

/** A key that means this there, by the table. */
const keyFor = (context: KeyContext, intent: Intent): string => {
  const found = bindingsOf(context)
    .flatMap(({presses}) => Object.entries(presses))
    .find(([, meant]) => meant === intent);
  if (found === undefined) throw new Error(`nothing in ${context} means ${intent}`);
  return found[0];
};

const viewPlace = (name: MonitorViewName): Place => ({
  context: name === 'big' ? 'monitor-big' : 'monitor',
  shows: name === 'big' ? /^ Genestack [^#]*##/ : new RegExp(`^ ${viewTitles[name]} [^#]*$`),
  keys: [keyFor('monitor', name)],
});

/** Every place of the monitor: each view, the filter, why a component is as it is, its copy and log, and the keys of each. */
export const placesOf = (component: string): readonly Place[] => {
  const typed: Place = {
    context: 'monitor-filter',
    shows: new RegExp(`/ ${component}_ `),
    keys: [keyFor('monitor', 'filter'), ...component],
  };
  const kept: Place = {
    context: 'monitor',
    shows: /esc shows all/,
    from: typed,
    keys: [keyFor('monitor-filter', 'next')],
  };
  const chosen: Place = {
    context: 'monitor',
    shows: new RegExp(`^>.* ${component} `, 'm'),
    from: kept,
    keys: {again: keyFor('monitor', 'down')},
  };
  const why: Place = {
    context: 'monitor-why',
    // Its first row may be a problem of it, whose title names the object; the chain below begins with the component.
    shows: new RegExp(`^ (?!.*READ ONLY).*\\n-+\\n ${component}\\b`),
    from: chosen,
    keys: [keyFor('monitor', 'why')],
  };
  const copy: Place = {
    context: 'copy',
    shows: /^ Copy what is known/,
    from: why,
    keys: [keyFor('monitor-why', 'copy')],
  };
  const logs: Place = {
    context: 'logs',
    shows: /^ Log of [\s\S]*This container is simulated/,
    from: why,
    keys: [keyFor('monitor-why', 'logs')],
  };
  const places = [...monitorViews.map(viewPlace), typed, chosen, why, copy, logs];
  const sheets = [...new Map(places.map(place => [place.context, place])).values()]
    .filter(({context}) => bindingsOf(context).some(({id}) => id === 'sheet'))
    .map((from): Place => ({context: 'sheet', shows: /^ Keys/, from, keys: [keyFor(from.context, 'sheet')]}));
  return [...places, ...sheets];
};

/**
 * Comes to every place and presses every key that means something there, each from the place itself, those that leave too. Fails
 * where a place is not come to, or where a key that leaves does not.
 */
export const walk = async (session: MonitorSession, places: readonly Place[]): Promise<void> => {
  const leave = vi.fn();
  const open = (): Screen =>
    screenAt(80, 24, <StandingMonitor monitor={monitorPort(session)} now={Date.now} leave={leave} />, {
      ascii: true,
    });
  let screen = open();
  const shows = (what: RegExp): Promise<unknown> =>
    vi.waitFor(() => expect(screen.lastFrame()).toMatch(what), {timeout: 30_000, interval: 20});
  const isAt = (what: RegExp): boolean => what.test(screen.lastFrame());

  /** The next key may not be pressed before this one is seen to have done something, or nothing. */
  const pressed = async (key: string): Promise<void> => {
    const before = screen.lastFrame();
    screen.press(key);
    await vi
      .waitFor(() => expect(screen.lastFrame()).not.toBe(before), {timeout: 500, interval: 10})
      .catch(() => {});
  };

  const reach = async ({shows: what, from, keys}: Place): Promise<void> => {
    if (from === undefined) {
      screen.press('escape', 'escape', 'escape', 'escape', keyFor('monitor', 'tree'));
      await shows(/^ Genestack [^#]*$/);
    } else await reach(from);
    if ('again' in keys) {
      screen.press(keyFor('monitor', 'home'));
      for (let left = 40; left > 0 && !isAt(what); left -= 1) await pressed(keys.again);
    } else for (const key of keys) screen.press(key);
    await shows(what);
  };

  for (const place of places) {
    for (const [key, intent] of bindingsOf(place.context).flatMap(({presses}) => Object.entries(presses))) {
      await reach(place);
      screen.press(key === 'interrupt' ? 'ctrl-c' : key);
      if (intent !== 'interrupt' && intent !== 'quit') continue;
      await vi.waitFor(() => expect(leave).toHaveBeenCalled());
      leave.mockClear();
      screen.close();
      screen = open();
    }
  }
  screen.close();
};
