import {expect, test} from 'vitest';
import {
  componentHappening,
  mostHappenings,
  restartHappening,
  withHappenings,
} from '../../source/monitor/lately.js';
import type {Happening} from '../../source/monitor/view.js';

const at = (seconds: number): number => Date.parse('2026-11-23T14:00:00Z') + seconds * 1000;
const duration = (milliseconds: number): string => `${milliseconds / 1000} s`;
const restarted = (what: string, seconds: number, times = 1): Happening =>
  restartHappening(what, times, at(seconds));
const told = (all: readonly Happening[]): string[] => all.map(({what, text}) => `${what} ${text}`);

const of = (...happenings: readonly Happening[]): readonly Happening[] => withHappenings([], happenings);

test('the newest is first, whenever it is heard of', () => {
  expect(told(of(restarted('a', 0), restarted('c', 200), restarted('b', 100)))).toEqual([
    'c restarted',
    'b restarted',
    'a restarted',
  ]);
});

test('the same again within a minute is one, later it is another', () => {
  expect(told(of(restarted('a', 0, 6), restarted('a', 30, 7)))).toEqual(['a restarted, 7th time']);
  expect(told(of(restarted('a', 0, 6), restarted('a', 90, 7)))).toHaveLength(2);
});

test('a cluster that flaps for hours fills no memory', () => {
  const many = Array.from({length: 1000}, (_, index) => restarted(`pod-${index}`, index));
  expect(of(...many)).toHaveLength(mostHappenings);
  expect(of(...many)[0]?.what).toBe('pod-999');
});

test.each([
  [undefined, {isReady: true, since: at(0)}, 'came'],
  [{isReady: true, since: at(0)}, undefined, 'is gone'],
  [{isReady: true, since: at(0)}, {isReady: false, since: at(60)}, 'is not ready any more'],
  [{isReady: false, since: at(20)}, {isReady: true, since: at(60)}, 'is ready again after 40 s'],
  [{isReady: false, since: at(-1000)}, {isReady: true, since: at(60)}, 'became ready after 1060 s'],
  [{isReady: true, since: at(0)}, {isReady: true, since: at(0)}, undefined],
] as const)('a component that was %o and is %o: %s', (before, now, text) => {
  expect(componentHappening('nova', before, now, at(60), duration)?.text).toBe(text);
});

test.each([
  [1, 'restarted'],
  [2, 'restarted, 2nd time'],
  [3, 'restarted, 3rd time'],
  [11, 'restarted, 11th time'],
  [21, 'restarted, 21st time'],
  [112, 'restarted, 112th time'],
])('restart %i: %s', (times, text) => {
  expect(restarted('x', 0, times).text).toBe(text);
});
