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

  ↑↓         move              c          fold all
  ←→         fold              esc        show all again
  space      fold              pgup pgdn  a page up, down
  r          retry             home end   first, last
  s          skip              ?          keys
  +          more time         p          pause, go on
  enter      why               x          end after these
  l          logs              w          take, give wheel
  /          find              q          detach
  f          follow            ctrl-c     stop, then leave
  z          show the rest
────────────────────────────────────────────────────────────
 esc close`);
});
