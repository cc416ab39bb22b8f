import {expect} from 'vitest';
import {plainModes, type Terminal} from './terminal.js';

/** The terminal is as the shell had it. */
export const expectGivenBack = (terminal: Terminal): void => {
  expect(terminal.modes()).toEqual(plainModes);
  expect(terminal.settings()).toBe(terminal.settingsBefore);
};

/** Keys and a sequence may go out as they are; what a person reads is ASCII. */
export const expectAscii = (terminal: Terminal): void => {
  expect(terminal.bytes()).toMatch(/^[\0-\x7e]*$/);
};
