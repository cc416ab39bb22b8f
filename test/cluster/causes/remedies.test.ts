import {globSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, it} from 'vitest';
import {packagePath} from '../../../source/assets.js';
import {remedies} from '../../../source/cluster/causes/remedies.js';

it('has one sentence for every code that a cause can have', () => {
  const cluster = packagePath('source/cluster');
  const codes = globSync(['causes.ts', 'causes/*.ts', 'readiness/*.ts', 'finding.ts'], {cwd: cluster})
    .filter(file => !file.endsWith('remedies.ts'))
    .flatMap(file => readFileSync(path.join(cluster, file), 'utf8').match(/GS-POD-\d\d/g) ?? []);
  expect(Object.keys(remedies).toSorted()).toEqual([...new Set(codes)].toSorted());
  for (const remedy of Object.values(remedies)) expect(remedy).toMatch(/^[A-Z].*\.$/);
});
