import {expect, test} from 'vitest';
import {journalVersion} from '../../source/report/journal.js';
import {framesOf} from '../helpers/drawn-run.js';
import {flexPlan} from './fixtures/run-views.js';

test('what the screens of a run show is found, on either size: a line of helm and a failure', async () => {
  const step = {step: 'keystone/apply', component: 'keystone'};
  const time = '2026-11-23T14:02:17.000Z';
  const frames = await framesOf({
    beginning: {
      type: 'begins',
      time,
      version: journalVersion,
      run: 'one',
      program: '1.0.0',
      pid: 1,
      startTime: '1',
      bootId: 'boot',
      cluster: {uid: 'uid', title: 'cluster', simulatedNodes: 5},
      plan: flexPlan(),
      standIns: [],
    },
    records: [
      {type: 'event', event: {type: 'step-started', time, ...step}},
      {type: 'tool-line', time, component: 'keystone', line: 'a line with canary-of-helm in it'},
      {
        type: 'event',
        event: {
          type: 'step-failed',
          time,
          ...step,
          seconds: 1,
          code: 'GS-HELM-01',
          message: 'Helm said canary-of-failure.',
          remedy: 'Look.',
        },
      },
    ],
  });
  for (const canary of ['canary-of-helm', 'canary-of-failure']) {
    const seen = frames.filter(frame => frame.includes(canary));
    expect(new Set(seen.map(frame => frame.split('\n').length)).size).toBe(2);
  }
});
