import {expect, test} from 'vitest';
import {figureLine, type Measured, reliabilityText, sums} from './report.js';

const versions = {program: '0.1.0 (abc)', node: '24.21.0', helm: '3.22.0', kubernetes: '1.37.2'};
const part: Measured = {
  ...{check: 'kill-engine', provoked: 'SIGKILL', holds: 'all is there'},
  ...{runs: 150, failures: 0, seed: 1, seconds: 60, form: 'long', versions, date: '2026-11-25'},
};

test('a figure is a line that says all it takes to judge and repeat it', () => {
  expect(figureLine({...part, runs: 200})).toBe(
    'kill-engine: 200 runs · 0 failures · at most 1.5 % with 95 % confidence · seed 1 · 60 s · ' +
      'genestack 0.1.0 (abc), node 24.21.0, helm 3.22.0, kubernetes 1.37.2 · simulated nodes',
  );
});

test('parts add up, and only the figures of the document are written anew', () => {
  const found = sums([part, {...part, runs: 50, failures: 1, seed: 2}]);
  const document =
    'Before\n<!-- figures: written by npm run test:faults -->former<!-- end of figures -->\nAfter\n';
  const text = reliabilityText(document, found);
  expect(text).toMatch(
    /^Before\n[\s\S]*\| kill-engine \| SIGKILL \| 200 \| 1 \| 2\.3 % \| 1, 2 \|[\s\S]*\nAfter\n$/,
  );
  expect(text).not.toContain('former');
  expect(reliabilityText(text, found)).toBe(text);
});
