import {expect, test} from 'vitest';
import {footerOf} from '../../source/ui/footer.js';
import {keyBindings} from '../../source/ui/key-bindings.js';
import {type KeyContext, keyContexts} from '../../source/ui/key-contexts.js';
import type {KeyPress} from '../../source/ui/key-press.js';
import {actionOf, bindingsOf, intentOf} from '../../source/ui/keys.js';
import {makeTheme} from '../../source/ui/theme.js';

const key = (name: KeyPress['name'], text = ''): KeyPress => ({name, text});
const theme = makeTheme({ascii: false, colour: true});

test('no key means two things in one context', () => {
  for (const context of keyContexts) {
    const keys = bindingsOf(context).flatMap(({presses}) => Object.keys(presses));
    expect(keys, context).toEqual([...new Set(keys)]);
  }
});

test('no two bindings have one name, and a key is a name or a character', () => {
  const ids = keyBindings.map(({id}) => id);
  expect(ids).toEqual([...new Set(ids)]);
  const names = keyBindings.flatMap(({presses}) => Object.keys(presses)).filter(name => name.length > 1);
  expect([...new Set(names)].toSorted()).toEqual([
    'backtab',
    'down',
    'end',
    'enter',
    'escape',
    'home',
    'interrupt',
    'left',
    'page-down',
    'page-up',
    'right',
    'space',
    'tab',
    'up',
  ]);
});

test('a letter is a key where it is bound, and text where text is typed', () => {
  expect(intentOf('tree', key('text', 'j'))).toBe('down');
  expect(intentOf('where', key('text', 'z'))).toBeUndefined();
  expect(actionOf('form-text', key('text', 'j'))).toEqual({type: 'text', text: 'j'});
  expect(actionOf('form-text', key('paste', 'q'))).toEqual({type: 'text', text: 'q'});
  expect(actionOf('form-text', key('left'))).toEqual({type: 'edit', edit: 'left'});
  expect(actionOf('form-text', key('enter'))).toEqual({type: 'intent', intent: 'next'});
  expect(actionOf('tree', key('paste', 'q'))).toBeUndefined();
  expect(actionOf('tree-filter', key('space', ' '))).toEqual({type: 'text', text: ' '});
});

test('every context can be left, and stops at Ctrl-C', () => {
  for (const context of keyContexts) {
    const intents = bindingsOf(context).flatMap(({presses}) => Object.values(presses));
    expect(intents, context).toContain('interrupt');
    expect(intents.includes('back') || intents.includes('quit'), context).toBe(true);
  }
});

test('the footer of every context fits 80 and 60 columns, in ASCII too', () => {
  for (const context of keyContexts) {
    expect(footerOf(context, theme, 80).length, context).toBeLessThanOrEqual(80);
    const narrow = footerOf(context, makeTheme({ascii: true, colour: false}), 60);
    expect(narrow.length, context).toBeLessThanOrEqual(60);
    expect(narrow, context).not.toContain('..');
  }
});

test.each<[KeyContext, string]>([
  ['where', ' ↑↓ choose   enter next   d draft   ? keys   q quit'],
  ['edition', ' ↑↓ choose   enter next   esc back   ? keys'],
  ['form', ' ↑↓ field   ←→ choose   enter next   esc back   ? keys'],
  ['services', ' ↑↓ move   space on/off   ←→ fold   i about   enter next   esc back   ? keys'],
  ['remove', ' ↑↓ move   space mark   enter next   esc back   ? keys   q quit'],
  ['tree', ' ↑↓ move  ←→ fold  r retry  s skip  + more time  enter why  ? keys  q detach'],
])('the footer of %s', (context, footer) => {
  expect(footerOf(context, theme, 80)).toBe(footer);
});

test('what means nothing at the moment is not in the footer', () => {
  expect(footerOf('where', theme, 80, ['draft'])).toBe(' ↑↓ choose   enter next   ? keys   q quit');
});
