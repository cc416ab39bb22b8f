import {expect, test} from 'vitest';
import {makeReceipt} from '../../source/engine/receipt.js';
import {initialState, reduce} from '../../source/engine/state.js';
import {GenestackError} from '../../source/errors.js';
import {summaryLines} from '../../source/report/summary-lines.js';
import {drivenRun} from '../helpers/driven-run.js';
import {smallPlan} from '../helpers/small-plan.js';

const plan = smallPlan({'glance/apply': '', 'glance/ready': 'ready glance/apply'});
const files = {profile: './büro.yaml', kubeconfig: '~/kubeconfig', receipt: '~/runs/1/receipt.md'};

test('what was watched is summed up: outcome, failures, files, how to remove it', async () => {
  const driven = drivenRun(plan);
  driven.pass(65);
  await driven.fail('glance/apply', new GenestackError('GS-HELM-09', 'helm gave up', 'Look at its log'));
  await driven.over;
  const state = driven.events.reduce(reduce, initialState(plan));
  const time = new Date(0).toISOString();
  const receipt = makeReceipt(state, plan, {standIns: [], kubeconfig: null, simulatedNodes: 5, time});
  expect(summaryLines({receipt, state, error: null, files, removal: 'genestack rehearsal down'})).toEqual([
    '0 of 1 component ready in 1:05, on 5 simulated nodes; not everything could be.',
    'glance failed: helm gave up. Look at its log. (GS-HELM-09)',
    'Profile     ./büro.yaml',
    'Kubeconfig  ~/kubeconfig',
    'Receipt     ~/runs/1/receipt.md',
    'Remove it   genestack rehearsal down',
  ]);
});

test('what ended before the first step says why', () => {
  const error = new GenestackError('GS-REH-03', 'there is no Go toolchain here', 'Install Go');
  const summary = {receipt: null, state: initialState(plan), error, removal: null};
  expect(summaryLines({...summary, files: {...files, kubeconfig: null, receipt: null}})).toEqual([
    'It ended before the first step: nothing was installed.',
    'there is no Go toolchain here. Install Go. (GS-REH-03)',
    'Profile     ./büro.yaml',
  ]);
});
