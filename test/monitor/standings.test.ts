import {expect, test} from 'vitest';
import {createStandings} from '../../source/monitor/standings.js';
import type {MonitoredComponent} from '../../source/monitor/view.js';

const began = Date.parse('2026-11-23T14:00:00Z');
const components = (states: Readonly<Record<string, MonitoredComponent['state']>>): MonitoredComponent[] =>
  Object.entries(states).map(([name, state]) => ({name, state}) as MonitoredComponent);

test('nothing is news before all was seen once, nor at the first look after', () => {
  const {compare} = createStandings();
  expect(compare(components({keystone: 'ready'}), began, false)).toEqual([]);
  expect(compare(components({keystone: 'rolling-out', nova: 'ready'}), began, true)).toEqual([]);
});

test('the first component of a cluster in which there was none is news', () => {
  const {compare} = createStandings();
  expect(compare([], began, true)).toEqual([]);
  expect(compare(components({keystone: 'ready'}), began + 60_000, true)).toMatchObject([
    {what: 'keystone', kind: 'came'},
  ]);
});

test('what came, went, and since when it was not ready', () => {
  const {compare} = createStandings();
  compare(components({keystone: 'ready', heat: 'ready'}), began, true);
  const later = compare(components({keystone: 'rolling-out', nova: 'ready'}), began + 60_000, true);
  expect(later.map(({what, kind}) => [what, kind])).toEqual([
    ['keystone', 'not-ready'],
    ['nova', 'came'],
    ['heat', 'went'],
  ]);
  expect(compare(components({keystone: 'rolling-out', nova: 'ready'}), began + 120_000, true)).toEqual([]);
  const [again] = compare(components({keystone: 'ready', nova: 'ready'}), began + 780_000, true);
  expect(again).toMatchObject({what: 'keystone', kind: 'ready', text: 'became ready after 12m'});
});
