import {expect, test, vi} from 'vitest';
import type {Observer} from '../../source/cluster/observer.js';
import type {ClusterSession} from '../../source/commands/cluster-session.js';
import {watchRun} from '../../source/commands/run-view.js';
import type {EngineEvent} from '../../source/engine/events.js';
import {makeReceipt} from '../../source/engine/receipt.js';
import {initialState, reduce} from '../../source/engine/state.js';
import {smallPlan} from '../helpers/small-plan.js';

const plan = smallPlan({'glance/apply': '', 'glance/ready': 'ready glance/apply'});

const nothing = () => {};
const observer: Observer = {
  watch: async () => {},
  watchServed: async () => {},
  sees: () => true,
  get: () => undefined,
  named: () => undefined,
  all: () => [],
  onChange: () => nothing,
  onObject: () => nothing,
  asOf: Date.parse('2026-11-23T14:02:20Z'),
  oldest: undefined,
  trouble: undefined,
  refused: () => [],
  unheard: () => [],
  close: nothing,
};
const session = {observer} as unknown as ClusterSession;

const cluster = {uid: 'u', title: 'context here', simulatedNodes: 5};
const access = {kubeconfig: '/home/ada/kubeconfig', context: 'here'};

const watched = (isKept = true) =>
  watchRun({
    catalogue: {components: new Map()} as never,
    plan,
    place: 'rehearsal',
    files: {profile: './genestack.yaml', kubeconfig: null},
    isKept,
    removal: isKept ? 'genestack rehearsal down' : null,
    shown: path => path.replace('/home/ada', '~'),
    now: () => Date.parse('2026-11-23T14:02:17Z'),
  });

test('until the engine begins there is talk, and a build is one line that moves', () => {
  const {view, listener} = watched();
  listener.say('Building the servers.');
  listener.building({phase: 'compiling', done: 1, total: 900});
  listener.building({phase: 'compiling', done: 2, total: 900});
  listener.say('They are built.');
  expect(view()).toMatchObject({
    phase: 'preparing',
    title: 'Genestack Flex · rehearsal',
    talk: ['Building the servers.', 'compiling 2 of 900 packages', 'They are built.'],
    removal: null,
    asOf: null,
  });
});

test('it folds events, keeps the last lines of helm, and ends with the receipt and where it is', async () => {
  const {view, listener, subscribe, meets, misses, inquire} = watched();
  const called = vi.fn();
  subscribe(called);
  let state = initialState(plan, ['glance']);
  misses('Nobody answers there.');
  listener.begins({access, cluster, plan, standIns: ['glance'], state});
  expect(view()).toMatchObject({phase: 'running', asOf: null});
  expect(inquire({component: 'glance'}).sentence).toContain('Nobody answers there.');
  meets(session);
  expect(view()).toMatchObject({
    phase: 'running',
    title: 'Genestack Flex · rehearsal, 5 simulated nodes',
    standIns: ['glance'],
    asOf: '2026-11-23T14:02:20.000Z',
    removal: 'genestack rehearsal down',
    files: {profile: './genestack.yaml', kubeconfig: '~/kubeconfig', receipt: null},
  });
  const time = '2026-11-23T14:02:18.000Z';
  const event: EngineEvent = {time, type: 'step-started', step: 'glance/apply', component: 'glance'};
  const before = state;
  state = reduce(state, event);
  listener.event(event, before, state);
  for (let line = 1; line <= 25; line++) {
    listener.toolLine('glance', `line ${line}`);
  }
  expect(view().state.components.glance?.state).toBe('applying');
  expect(view().toolLines.glance).toHaveLength(20);
  expect(view().toolLines.glance?.at(-1)).toMatch(/^\d\d:02:17 line 25$/);
  expect(view()).toBe(view());
  await vi.waitFor(() => expect(called).toHaveBeenCalledOnce());

  const receipt = makeReceipt(state, plan, {standIns: [], kubeconfig: null, simulatedNodes: 5, time});
  listener.ends({receipt, state, file: {markdown: '/home/ada/r.md', json: '/home/ada/r.json'}});
  expect(view()).toMatchObject({phase: 'over', receipt, files: {receipt: '~/r.md'}, error: null});
});

test('what does not stay has no kubeconfig and nothing to remove', () => {
  const {view, listener} = watched(false);
  listener.begins({access, cluster, plan, standIns: [], state: initialState(plan)});
  expect(view()).toMatchObject({removal: null, files: {kubeconfig: null}});
});
