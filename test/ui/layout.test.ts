import {expect, test} from 'vitest';
import {cut, cutMiddle, fit as fitted, justify, widthOf, wrap} from '../../source/ui/layout.js';
import {makeTheme} from '../../source/ui/theme.js';

test('a text fills its column exactly', () => {
  expect(fitted('nova', 6)).toBe('nova  ');
  expect(fitted('neutron', 6)).toBe('neutr…');
  expect(fitted('neutron', 6, makeTheme({ascii: true, colour: false}))).toBe('neut..');
  expect(fitted('neutron', 0)).toBe('');
});

test('cells are counted, not letters', () => {
  expect(fitted('設定値', 5)).toBe('設定…');
  expect(fitted('設定値', 4)).toBe('設… ');
  expect(widthOf('👩‍🚀e\u0301')).toBe(3);
  expect(cut('e\u0301e\u0301e\u0301', 2)).toBe('e\u0301…');
});

test('a long name loses its middle', () => {
  expect(cutMiddle('rabbitmq-cluster-server-0', 13)).toBe('rabbit…rver-0');
  expect(cutMiddle('short', 13)).toBe('short');
});

test('the right end keeps its place', () => {
  expect(justify('left', 'right', 14)).toBe('left     right');
  expect(justify('a long left', 'right', 14)).toBe('a long…  right');
});

test('lines break at blanks, and where a word is too long', () => {
  expect(wrap('inside the pod network 10.236.0.0/14.', 14)).toEqual([
    'inside the pod',
    'network',
    '10.236.0.0/14.',
  ]);
  expect(wrap('abcdefghij kl', 4)).toEqual(['abcd', 'efgh', 'ij', 'kl']);
  expect(wrap('a\n\nb', 4)).toEqual(['a', '', 'b']);
});
