import {describe, expect, test} from 'vitest';
import type {Intent} from '../../../source/ui/keys.js';
import type {RunView} from '../../../source/ui/ports.js';
import {makeTheme} from '../../../source/ui/theme.js';
import {
  initialRunScreen,
  type RunAction,
  type RunContext,
  type RunScreen,
  runKeys,
  runReducer,
} from '../../../source/ui/tree/run-screen.js';
import {halfWay, succeeded, waitingForMariaDB, withFailure} from '../fixtures/run-views.js';
import {claimInquiry} from '../fixtures/run-world.js';

const context = (view: RunView): RunContext => ({
  view,
  theme: makeTheme({ascii: false, colour: true}),
  columns: 80,
  rows: 20,
  inquire: () => claimInquiry,
});
const told = (view: RunView, state: RunScreen, ...actions: readonly (Intent | RunAction)[]): RunScreen =>
  actions
    .map(action => (typeof action === 'string' ? {type: 'intent' as const, intent: action} : action))
    .reduce((now, action) => runReducer(now, action, context(view)), state);
const world = {type: 'world', now: 0} as const;
const on = (key: string): RunScreen => ({
  ...initialRunScreen,
  tree: {...initialRunScreen.tree, cursor: {key, index: 0}},
});

describe('the end of a run', () => {
  test('comes once by itself, and the tree stays where it is asked for again', () => {
    const done = told(succeeded().view, initialRunScreen, world);
    expect(done.layer).toBe('done');
    const tree = told(succeeded().view, done, 'tree', world);
    expect(tree.layer).toBe('tree');
    expect(told(succeeded().view, tree, 'back').layer).toBe('done');
  });

  test('does not take away what a person reads', () => {
    const reading = told(halfWay().view, on('component/cinder'), 'why');
    expect(told(succeeded().view, reading, world).layer).toBe('why');
  });
});

describe('enter', () => {
  test('asks about a component and marks its failure as seen', () => {
    const {view} = withFailure(100);
    const why = told(view, on('component/rabbitmq-cluster'), 'why');
    expect(why).toMatchObject({layer: 'why', target: {component: 'rabbitmq-cluster'}});
    expect(why.tree.seen.has('rabbitmq-cluster')).toBe(true);
    expect(told(view, why, 'back')).toMatchObject({layer: 'tree', target: null});
  });

  test('opens what stands for several', () => {
    const {view} = waitingForMariaDB();
    const opened = told(view, on('group/Kubernetes'), 'why');
    expect(opened.layer).toBe('tree');
    expect(opened.tree.folds.groups.get('group/Kubernetes')).toBe(true);
  });
});

describe('a log', () => {
  const {view} = waitingForMariaDB();

  test('goes back to where it was opened', () => {
    const fromTree = told(view, on('component/mariadb-cluster'), 'logs');
    expect(fromTree.log?.pod.name).toBe('mariadb-cluster-2');
    expect(told(view, fromTree, 'back')).toMatchObject({layer: 'tree', log: null});
    const fromWhy = told(view, on('component/mariadb-cluster'), 'why', 'logs');
    expect(told(view, fromWhy, 'back').layer).toBe('why');
  });

  test('of what has no pod is a sentence until the next key', () => {
    const state = told(view, on('component/keystone'), 'logs');
    expect(state).toMatchObject({layer: 'tree', notice: 'No pod of it is there.'});
    expect(told(view, state, world).notice).not.toBe('');
    expect(told(view, state, 'down').notice).toBe('');
  });
});

test('while a name is typed its letters are letters', () => {
  const {view} = waitingForMariaDB();
  const typing = told(view, initialRunScreen, 'filter');
  expect(runKeys(typing)).toBe('tree-filter');
  expect(runKeys(told(view, typing, {type: 'text', text: 'q'}, 'next'))).toBe('tree');
});
