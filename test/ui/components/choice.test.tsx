import {expect, test} from 'vitest';
import {Choice} from '../../../source/ui/components/choice.js';
import {screenAt} from '../../helpers/screen.js';

const items = [
  {
    key: 'rehearse',
    label: 'Rehearse on this machine',
    about: ['A real Kubernetes API.', 'Touches nothing else.'],
  },
  {key: 'install', label: 'Install on the cluster of context "site-a"'},
  {key: 'write', label: 'Write a profile only'},
];

test('the cursor is where the reducer has it, also after it moved', () => {
  const screen = screenAt(40, 8, <Choice items={items} index={0} columns={40} />);
  expect(screen.lastFrame()).toBe(` ❯ Rehearse on this machine
     A real Kubernetes API.
     Touches nothing else.
   Install on the cluster of context "…
   Write a profile only`);
  screen.show(<Choice items={items} index={2} columns={40} />);
  expect(screen.lastFrame()).toContain(' ❯ Write a profile only');
});

test('keys of the list itself do nothing', () => {
  const screen = screenAt(40, 8, <Choice items={items} index={1} columns={40} />);
  const before = screen.lastFrame();
  screen.press('2', 'enter', 'j', 'down');
  expect(screen.lastFrame()).toBe(before);
});

test('an empty list is nothing, a long one is cut around the cursor', () => {
  const screen = screenAt(40, 8, <Choice items={[]} index={0} columns={40} />);
  expect(screen.lastFrame()).toBe('');
  const many = Array.from({length: 30}, (_, index) => ({key: `${index}`, label: `context ${index}`}));
  screen.show(<Choice items={many} index={12} columns={40} most={3} />);
  expect(screen.lastFrame()).toBe(`   context 11
 ❯ context 12
   context 13`);
});
