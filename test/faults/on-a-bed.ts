import {afterAll, beforeAll, expect, test} from 'vitest';
import {type Bed, makeBed} from './bed.js';
import {type Check, carryOut} from './check.js';
import {settings} from './record.js';

/** Tests of the checks that are wanted, one after the other on one bed; none is made where none is wanted. */
export const onABed = (checks: readonly Check[]): void => {
  let bed: Bed | undefined;
  beforeAll(async () => {
    bed = checks.some(settings.isWanted) ? await makeBed() : undefined;
  }, 300_000);
  afterAll(() => bed?.remove(), 300_000);

  if (checks.length === 0) test.skip('the short form needs no bed of its own');
  for (const check of checks) {
    test.runIf(settings.isWanted(check))(check.name, {timeout: settings.timeout}, async () => {
      const outcome = await carryOut(check, bed as Bed, settings.of(check));
      expect(outcome.broken).toEqual([]);
      if (!settings.isBounded) expect(outcome.figure.runs).toBeGreaterThanOrEqual(check.runs[settings.form]);
    });
  }
};
