import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {packagePath} from '../../source/assets.js';
import {readCatalogue} from '../../source/catalogue/read.js';
import {componentTable} from '../../source/report/component-table.js';

test('docs/components.md is what the catalogue says (npm run docs writes it)', () => {
  expect(readFileSync(packagePath('docs/components.md'), 'utf8')).toBe(componentTable(readCatalogue()));
});
