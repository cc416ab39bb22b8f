import {expect, test} from 'vitest';
import {copyOf} from '../../../source/ui/tree/copy-lines.js';

test.each([
  [
    'a code that means something by itself',
    {code: 'GS-POD-04', isCause: true},
    '',
    'genestack explain GS-POD-04',
  ],
  ['a component', {code: 'GS-RDY-01', isCause: false}, 'nova', 'genestack why nova'],
  ['what is of no component', {code: '', isCause: false}, '', 'genestack monitor --once'],
])('of %s there is a command that can be typed', (_, inquiry, component, command) => {
  expect(copyOf(inquiry, component)).toEqual({code: inquiry.code, command});
});
