import {expect, test} from 'vitest';
import type {ComponentState, ComponentStateName} from '../../../source/engine/state.js';
import {summarise} from '../../../source/ui/tree/group-summary.js';
import {succeeded} from '../fixtures/run-views.js';

const [blank] = Object.values(succeeded().view.state.components);
const of = (...states: readonly ComponentStateName[]) =>
  summarise(states.map(state => ({...(blank as ComponentState), state})));

test('a group is as the worst of it, and on its way where some are there and none moves', () => {
  expect(of('ready', 'applying', 'failed').state).toBe('failed');
  expect(of('ready', 'applying', 'blocked').state).toBe('applying');
  expect(of('planned', 'planned').state).toBe('planned');
  expect(of('ready', 'planned').state).toBe('rolling-out');
  expect(of('ready', 'verified').state).toBe('ready');
});

test('its time runs until nothing of it moves', () => {
  const at = (startedAt: string, seconds: number | null): ComponentState => ({
    ...(blank as ComponentState),
    state: seconds === null ? 'applying' : 'ready',
    startedAt,
    seconds,
  });
  const first = at('2026-11-23T14:00:10.000Z', 20);
  expect(summarise([first, at('2026-11-23T14:00:00.000Z', 5)]).span).toEqual({
    startedAt: '2026-11-23T14:00:00.000Z',
    seconds: 30,
  });
  expect(summarise([first, at('2026-11-23T14:00:00.000Z', null)]).span.seconds).toBeNull();
});
