import {Text} from 'ink';
import {expect, test} from 'vitest';
import {Frame, useBodySize} from '../../../source/ui/components/frame.js';
import {screenAt} from '../../helpers/screen.js';

const numbers = Array.from({length: 40}, (_, index) => index + 1);

const Body = () => {
  const {columns, rows} = useBodySize();
  return numbers.map(number => (
    <Text key={number}>
      row {number} of {rows}, {columns} columns
    </Text>
  ));
};

const frame = (
  <Frame title="Genestack Flex · rehearsal" right="step 3 of 8" context="form" hasProgress={0.5}>
    <Body />
  </Frame>
);

test('a screen is as large as the terminal, whatever is in it', () => {
  const screen = screenAt(60, 8, frame);
  expect(screen.lastFrame()).toBe(` Genestack Flex · rehearsal                     step 3 of 8
━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╸──────────────────────────────
row 1 of 4, 60 columns
row 2 of 4, 60 columns
row 3 of 4, 60 columns
row 4 of 4, 60 columns
────────────────────────────────────────────────────────────
 ↑↓ field   ←→ choose   enter next   esc back   ? keys`);
  screen.resize(120, 40);
  expect(screen.lastFrame().split('\n')).toHaveLength(40);
  expect(screen.lastFrame()).toContain('row 36 of 36, 120 columns');
});

test('a title that is too long is cut, a notice stands in the lower rule', () => {
  const screen = screenAt(
    40,
    6,
    <Frame
      title="A title that is longer than the line is wide"
      right="12:00"
      context="confirm"
      notice="The draft is kept."
    />,
  );
  expect(screen.lastFrame()).toBe(` A title that is longer than th…  12:00
────────────────────────────────────────


─ The draft is kept. ───────────────────
 ↑↓ choose   enter answer   esc stay`);
});

test('ASCII where it is asked for', () => {
  const screen = screenAt(60, 8, frame, {ascii: true});
  expect(screen.lastFrame()).toBe(
    ` Genestack Flex . rehearsal                     step 3 of 8
=============================>------------------------------
row 1 of 4, 60 columns
row 2 of 4, 60 columns
row 3 of 4, 60 columns
row 4 of 4, 60 columns
------------------------------------------------------------
 up/down field  enter next  esc back  ? keys`,
  );
});
