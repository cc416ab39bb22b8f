import {expect, test} from 'vitest';
import {KeySheet} from '../../../source/ui/components/key-sheet.js';
import {bindingsOf} from '../../../source/ui/keys.js';
import {screenAt} from '../../helpers/screen.js';

test('every key of a context is there, also where there is little room', () => {
  const screen = screenAt(60, 16, <KeySheet of="tree" />);
  for (const {label} of bindingsOf('tree')) {
    expect(screen.lastFrame()).toContain(label);
  }
  expect(screen.lastFrame()).toBe(` Keys
────────────────────────────────────────────────────────────

  ↑↓         move              home end   first, last
  ←→         fold              ?          keys
  space      fold              w          take, give wheel
  enter      why               q          detach
  l          logs              ctrl-c     stop, then leave
  /          find
  f          follow
  z          show the rest
  c          fold all
  esc        show all again
  pgup pgdn  a page up, down
────────────────────────────────────────────────────────────
 esc close`);
});
