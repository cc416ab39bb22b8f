import {afterEach, expect, test} from 'vitest';
import {openTerminal, type Terminal} from '../helpers/terminal.js';

const dist = new URL('../../dist/', import.meta.url);

/**
 * A screen as large as the terminal: every third row is the same whatever the size and the keys. The window is taken to rest at once:
 * so everything is written anew while the frame of the new size is still awaited, as happens on a busy machine.
 */
const program = `
import {createElement, useState} from 'react';
import {Box, Text} from 'ink';
import {useKeyPresses} from '${new URL('ui/key-press.js', dist)}';
import {useScreenSize} from '${new URL('ui/screen-size.js', dist)}';
import {showOnTerminal} from '${new URL('ui/terminal.js', dist)}';
const {setTimeout: after} = globalThis;
globalThis.setTimeout = (run, milliseconds, ...rest) => after(run, milliseconds === 100 ? 0 : milliseconds, ...rest);
const Screen = ({leave}) => {
  const [count, setCount] = useState(0);
  const {columns, rows} = useScreenSize();
  useKeyPresses(({text}) => text === 'q' ? leave() : setCount(before => before + 1));
  const texts = Array.from({length: rows}, (_, row) => row % 3 === 2 ? 'row ' + row : ('row ' + row + ' keys ' + count).padEnd(columns, '.'));
  return createElement(Box, {flexDirection: 'column', width: columns, height: rows}, texts.map(text => createElement(Text, {key: text}, text)));
};
await showOnTerminal(leave => createElement(Screen, {leave}));
`;

let terminal: Terminal;
afterEach(() => terminal.close());

const isWhole =
  (count: number) =>
  (lines: readonly string[]): boolean =>
    lines.every((line, row) =>
      row % 3 === 2 ? line === `row ${row}` : line.startsWith(`row ${row} keys ${count}.`),
    );

test('a frame that is still on its way when the window changes leaves nothing behind', async () => {
  terminal = await openTerminal([], {command: [process.execPath, '--input-type=module', '-e', program]});
  await terminal.until(isWhole(0));
  const sizes = [
    [60, 16],
    [200, 60],
    [80, 24],
    [200, 24],
    [80, 24],
    [80, 16],
    [60, 24],
  ] as const;
  for (let round = 0; round < 20; round += 1) {
    const [columns, rows] = sizes[round % sizes.length] ?? [80, 24];
    terminal.press('escape');
    terminal.resize(columns, rows);
    await terminal.until(isWhole(2 * round + 1), 5000);
    // A change of the first row brings no other row right that is wrong.
    terminal.press('x');
    const lines = await terminal.until(isWhole(2 * round + 2), 5000);
    expect(lines).toHaveLength(rows);
  }
});
