import {expect, test} from 'vitest';
import {FieldLine} from '../../../source/ui/components/field-line.js';
import {fieldOf} from '../../../source/ui/text-field.js';
import {screenAt} from '../../helpers/screen.js';

const line = {label: 'External', labelWidth: 21, columns: 80, valueWidth: 18};

test('a field stands in its columns, with what is known beside it', () => {
  const field = fieldOf('bond0');
  const screen = screenAt(
    80,
    4,
    <FieldLine
      {...line}
      label="Node interface"
      isFocused={false}
      field={field}
      note="on 7 of 7 nodes, 25 Gb/s"
    />,
  );
  expect(screen.lastFrame()).toBe(' Node interface        bond0              on 7 of 7 nodes, 25 Gb/s');
});

test('what is wrong stands below while it is typed, and is a mark afterwards', () => {
  const problem =
    'inside the pod network 10.236.0.0/14. Take addresses of the network your users reach: e.g. 203.0.113.32/28';
  const field = fieldOf('10.236.9.80-10.236.9.99');
  const screen = screenAt(80, 4, <FieldLine {...line} isFocused field={field} problem={problem} />);
  expect(screen.lastFrame()).toBe(` External            ▌ 10.236.9.80-10.236.9.99
                       ✖ inside the pod network 10.236.0.0/14. Take addresses
                         of the network your users reach: e.g. 203.0.113.32/28`);
  screen.show(<FieldLine {...line} isFocused={false} field={field} problem={problem} />);
  expect(screen.lastFrame()).toBe(' External            ✖ 10.236.9.80-10.236.9.99');
});

test('a text that is longer than its column is seen around the cursor', () => {
  const field = fieldOf('10.236.9.80-10.236.9.99, 10.236.10.1-10.236.10.20');
  const screen = screenAt(40, 4, <FieldLine {...line} columns={40} isFocused field={field} />);
  expect(screen.lastFrame()).toBe(' External            ▌ .1-10.236.10.20');
  screen.show(<FieldLine {...line} columns={40} isFocused={false} field={field} />);
  expect(screen.lastFrame()).toBe(' External              10.236.9.80-10.…');
});

test('an empty field says what it would be', () => {
  const field = fieldOf('');
  const screen = screenAt(80, 4, <FieldLine {...line} isFocused={false} field={field} placeholder="none" />);
  expect(screen.lastFrame()).toBe(' External              none');
});
