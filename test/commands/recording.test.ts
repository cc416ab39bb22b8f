import {expect, test} from 'vitest';
import {connect} from '../../source/cluster/client.js';
import type {ClusterRecord} from '../../source/cluster/record.js';
import {recordOfBeginning, recordOfEnd, withoutRecord} from '../../source/commands/recording.js';
import type {StepResult} from '../../source/engine/backend.js';
import {makeReceipt} from '../../source/engine/receipt.js';
import {initialState, reduce} from '../../source/engine/state.js';
import type {Profile} from '../../source/profile/schema.js';
import {json, smallApi} from '../cluster/small-api.js';
import {smallPlan} from '../helpers/small-plan.js';

const plan = smallPlan({'a/apply': 5});
const profile = {edition: 'flex'} as Profile;
const facts = {standIns: [], kubeconfig: null, simulatedNodes: 5, time: '2026-11-25T19:41:02.000Z'};

const ofRun = (run: string, known: ClusterRecord | undefined, result: StepResult, of = plan) => {
  const recorded = {run, startedAt: '2026-11-25T19:30:27.000Z', profile, plan: of};
  const begun = recordOfBeginning(recorded, known);
  const at = {step: 'a/apply', component: 'a'};
  let state = initialState(of);
  state = reduce(state, {type: 'step-started', time: '2026-11-25T19:30:28.000Z', ...at});
  state = reduce(state, {
    type: 'step-finished',
    time: '2026-11-25T19:30:38.000Z',
    result,
    seconds: 10,
    ...at,
  });
  state = reduce(state, {type: 'finished', time: '2026-11-25T19:30:38.000Z', outcome: 'succeeded'});
  const ended = recordOfEnd(recorded, makeReceipt(state, of, facts), state, begun ?? known);
  return {begun, ended};
};

test('a run is written down when it begins and when it is over', () => {
  const {begun, ended} = ofRun('run-1', undefined, 'changed');
  expect(begun).toMatchObject({outcome: 'unfinished', run: 'run-1', components: {}});
  expect(ended).toMatchObject({
    outcome: 'succeeded',
    components: {a: {state: 'ready', version: '1.2.3', seconds: 10}},
  });
});

test('one that changes nothing is not, and one of another plan keeps what is known', () => {
  const first = ofRun('run-1', undefined, 'changed').ended;
  expect(ofRun('run-2', first, 'unchanged')).toEqual({begun: undefined, ended: undefined});
  const other = ofRun('run-3', first, 'unchanged', smallPlan({'a/apply': 5, 'b/apply': ''}));
  expect(other.begun).toMatchObject({run: 'run-3', outcome: 'unfinished', components: first?.components});
  expect(other.ended?.components.a?.seconds).toBe(10);
});

test('times that were estimated otherwise are no difference, a failed run that is repeated well is', () => {
  const first = ofRun('run-1', undefined, 'changed').ended as ClusterRecord;
  expect(ofRun('run-2', first, 'unchanged', smallPlan({'a/apply': 50}))).toEqual({
    begun: undefined,
    ended: undefined,
  });
  const failed = {...first, outcome: 'failed' as const};
  expect(ofRun('run-2', failed, 'unchanged').ended).toMatchObject({outcome: 'succeeded', run: 'run-2'});
});

const map = '/api/v1/namespaces/kube-system/configmaps/genestack-record';
const coreKinds = {
  groupVersion: 'v1',
  resources: [{name: 'configmaps', kind: 'ConfigMap', namespaced: true, verbs: []}],
};

test.each([
  ['is told where it is refused', 403, 'GS-K8S-44', 1],
  ['waits out that the API has too much to do', 503, undefined, 2],
])('the end of a teardown, whose record is deleted, %s', async (_, status, code, times) => {
  const api = await smallApi(({method, url}, response, time) =>
    method !== 'DELETE' || url !== map
      ? json(response, 200, coreKinds)
      : time === 1
        ? json(response, status, {kind: 'Status', code: status, message: 'no'})
        : json(response, 200, {kind: 'Status', status: 'Success'}),
  );
  const client = connect(api.kubeConfig);
  try {
    const state = initialState(plan);
    const receipt = {...makeReceipt(state, plan, facts), outcome: 'succeeded' as const};
    expect((await withoutRecord(client, new AbortController().signal).end(receipt, state))?.code).toBe(code);
    expect(api.asked.filter(({method}) => method === 'DELETE')).toHaveLength(times);
    expect(
      await withoutRecord(client, new AbortController().signal).end({...receipt, outcome: 'failed'}, state),
    ).toBeUndefined();
    expect(api.asked.filter(({method}) => method === 'DELETE')).toHaveLength(times);
  } finally {
    await client.close();
    await api.stop();
  }
});
