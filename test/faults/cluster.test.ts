import {afterAll, beforeAll, expect, test} from 'vitest';
import {type Bed, makeBed} from './bed.js';
import {carryOut} from './check.js';
import {apiKilled, etcdKilled, proxied} from './checks/api-trouble.js';
import {controlSequences} from './checks/control-sequences.js';
import {killEngine, killHelm, killTreeCheck} from './checks/kills.js';
import {startedAtOnce, stoppedDriver} from './checks/one-driver.js';
import {rerun} from './checks/rerun.js';
import {stateTrouble} from './checks/state-trouble.js';
import {ctrlCOnce, ctrlCTwice, sessionDropped} from './checks/terminals.js';
import {settings} from './record.js';

const checks = [
  ...[rerun, killEngine, killHelm, killTreeCheck, startedAtOnce, stoppedDriver],
  ...[sessionDropped, ctrlCOnce, ctrlCTwice, apiKilled, etcdKilled, proxied, stateTrouble, controlSequences],
];

let bed: Bed;
beforeAll(async () => {
  bed = await makeBed();
}, 300_000);
afterAll(() => bed?.remove(), 300_000);

test.each(checks.filter(settings.isWanted))('$name', {timeout: settings.timeout}, async check => {
  const outcome = await carryOut(check, bed, settings.of(check));
  expect(outcome.broken).toEqual([]);
  if (!settings.isBounded) expect(outcome.figure.runs).toBeGreaterThanOrEqual(check.runs[settings.form]);
});
