import {expect, test} from 'vitest';
import type {ScreenAction} from '../../source/ui/keys.js';
import {editText, fieldOf, fieldWindow, type TextField} from '../../source/ui/text-field.js';

type Action = Exclude<ScreenAction, {type: 'intent'}>;

const after = (field: TextField, ...actions: (Action | string)[]): string => {
  const {text, cursor} = actions.reduce<TextField>(
    (now, action) =>
      editText(now, typeof action === 'string' ? ({type: 'edit', edit: action} as Action) : action),
    field,
  );
  return `${text.slice(0, cursor)}|${text.slice(cursor)}`;
};

const typed = (text: string): Action => ({type: 'text', text});

test('text goes in where the cursor is', () => {
  expect(after(fieldOf('10.0'), typed('.'), typed('0.0/8'))).toBe('10.0.0.0/8|');
  expect(after(fieldOf('10/8'), 'home', 'right', 'right', typed('.0'))).toBe('10.0|/8');
});

test('the cursor goes over whole graphemes and stops at the ends', () => {
  expect(after(fieldOf('ae\u0301👩‍🚀'), 'left')).toBe('ae\u0301|👩‍🚀');
  expect(after(fieldOf('ae\u0301👩‍🚀'), 'left', 'left', 'left', 'left')).toBe('|ae\u0301👩‍🚀');
  expect(after(fieldOf('ab'), 'right')).toBe('ab|');
});

test('what is taken away is beside the cursor', () => {
  expect(after(fieldOf('a👩‍🚀'), 'backspace')).toBe('a|');
  expect(after(fieldOf('abc'), 'home', 'delete')).toBe('|bc');
  expect(after(fieldOf('abc'), 'left', 'clear-line')).toBe('|c');
  expect(after(fieldOf(''), 'backspace', 'delete')).toBe('|');
});

test('the window shows what is around the cursor', () => {
  const field = fieldOf('10.236.9.80-10.236.9.99');
  expect(fieldWindow(field, 8)).toEqual({before: '36.9.99', at: ' ', after: ''});
  expect(fieldWindow({...field, cursor: 0}, 8)).toEqual({before: '', at: '1', after: '0.236.9'});
  expect(fieldWindow(fieldOf('設定'), 4)).toEqual({before: '定', at: ' ', after: ''});
});
