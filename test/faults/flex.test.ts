import {expect, test} from 'vitest';
import {carryOut} from './check.js';
import {wholeFlex} from './checks/whole-flex.js';
import {settings} from './record.js';

test.runIf(settings.isWanted(wholeFlex))(wholeFlex.name, {timeout: settings.timeout}, async () => {
  const outcome = await carryOut(wholeFlex, undefined, settings.of(wholeFlex));
  expect(outcome.broken).toEqual([]);
  expect(outcome.figure.runs).toBeGreaterThan(1);
});
