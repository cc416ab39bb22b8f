import {expect, test} from 'vitest';
import {centredWindow, rowWindow} from '../../source/ui/window.js';

test('all rows where they fit', () => {
  expect(rowWindow(3, 10, 2)).toEqual({start: 0, end: 3});
  expect(rowWindow(0, 10, 0)).toEqual({start: 0, end: 0});
});

test('the view stays as long as the cursor is inside, with a row around it', () => {
  expect(rowWindow(100, 10, 13, 10)).toEqual({start: 10, end: 20});
  expect(rowWindow(100, 10, 19, 10)).toEqual({start: 11, end: 21});
  expect(rowWindow(100, 10, 10, 10)).toEqual({start: 9, end: 19});
  expect(rowWindow(100, 10, 99, 10)).toEqual({start: 90, end: 100});
  expect(rowWindow(100, 10, 0, 50)).toEqual({start: 0, end: 10});
});

test('a list that became short has its end at the end', () => {
  expect(rowWindow(12, 10, 11, 80)).toEqual({start: 2, end: 12});
});

test('the cursor in the middle', () => {
  expect(centredWindow(100, 10, 50)).toEqual({start: 45, end: 55});
  expect(centredWindow(100, 10, 99)).toEqual({start: 90, end: 100});
});
