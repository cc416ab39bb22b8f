import {expect, test} from 'vitest';
import {type KeyPress, useKeyPresses} from '../../source/ui/key-press.js';
import {screenAt} from '../helpers/screen.js';

const Listener = ({heard}: {readonly heard: string[]}) => {
  useKeyPresses(({name, text}: KeyPress) =>
    heard.push(text === '' || name === 'space' ? name : `${name} ${text}`),
  );
  return null;
};

const listen = () => {
  const heard: string[] = [];
  return {heard, ...screenAt(80, 24, <Listener heard={heard} />)};
};

test('keys in one chunk are as many keys', () => {
  const {heard, press} = listen();
  press('down', 'down', 'enter');
  press('j', 'j', 'enter', 'a');
  press('a', 'ctrl-c', 'backspace', 'é', '👩‍🚀', ' ', '\n');
  expect(heard).toEqual([
    'down',
    'down',
    'enter',
    'text j',
    'text j',
    'enter',
    'text a',
    'text a',
    'interrupt',
    'backspace',
    'text é',
    'text 👩‍🚀',
    'space',
    'enter',
  ]);
});

test('every key that has a name is known by it', () => {
  const {heard, press} = listen();
  const keys = [
    'up',
    'left',
    'right',
    'home',
    'end',
    'page-up',
    'page-down',
    'delete',
    'escape',
    'tab',
    'backtab',
  ];
  for (const key of keys) {
    press(key);
  }
  press('ctrl-u');
  expect(heard).toEqual([...keys, 'clear-line']);
});

test('escape and a key so fast that they are one sequence are both', () => {
  const {heard, press} = listen();
  press('\u001b', 'q');
  press('\u001b', '\u001b', 'x');
  expect(heard).toEqual(['escape', 'text q', 'escape', 'escape', 'text x']);
});

test('what no key of ours sends is nothing', () => {
  const {heard, press} = listen();
  press('\u0001', '\u001b[15~', '\u001b[1;2P', '\u001b[97;1:3u');
  expect(heard).toEqual([]);
});

test('pasted text has no control sequences and one line', () => {
  const {heard, paste} = listen();
  paste('10.0.0.0/8\u001b[2J\u001b]0;title\u0007\r\n  and\u0003 \u202emore\n');
  expect(heard).toEqual(['paste 10.0.0.0/8 and more']);
});
