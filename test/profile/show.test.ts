import {expect, test} from 'vitest';
import {parse} from 'yaml';
import {renderLoaded} from '../../source/profile/show.js';
import {head, load} from './documents.js';

test('Shows the whole profile, with a mark at what the edition decided', () => {
  const loaded = load(`${head}network:\n  mtu: 9000\n  loadBalancer: {internal: [10.1.0.0/24]}\n`);
  const shown = renderLoaded(loaded);
  expect(parse(shown)).toEqual(loaded.profile);
  expect(shown).toMatch(/^ {2}mtu: 9000$/m);
  expect(shown).toMatch(/^ {4}internal: \[10\.1\.0\.0\/24\]$/m);
  expect(shown).toMatch(/^ {2}interface: eth0 # default$/m);
  expect(shown).toMatch(/^ {4}external: \[10\.74\.8\.99\/32\] # default$/m);
  expect(shown).toMatch(/^edition: flex$/m);
});
