import {describe, expect, test} from 'vitest';
import type {Intent, ScreenAction} from '../../../source/ui/keys.js';
import type {RunView} from '../../../source/ui/ports.js';
import {focusedRow} from '../../../source/ui/tree/tree-cursor.js';
import {componentKey} from '../../../source/ui/tree/tree-row.js';
import {treeRows} from '../../../source/ui/tree/tree-rows.js';
import {initialTree, type TreeState} from '../../../source/ui/tree/tree-state.js';
import {treeReducer} from '../../../source/ui/tree/tree-view.js';
import {played} from '../fixtures/played-run.js';
import {flexPlan, momentOf, succeeded, waitingForMariaDB, withFailure} from '../fixtures/run-views.js';

const intent = (name: Intent): ScreenAction => ({type: 'intent', intent: name});
const press = (view: RunView, state: TreeState, ...intents: readonly Intent[]): TreeState =>
  intents.reduce((now, name) => treeReducer(now, intent(name), {view, height: 20}), state);
const type = (view: RunView, state: TreeState, text: string): TreeState =>
  [...text].reduce(
    (now, letter) => treeReducer(now, {type: 'text', text: letter}, {view, height: 20}),
    state,
  );
const at = (view: RunView, state: TreeState): string | undefined => focusedRow(state, view)?.name;

describe('moving', () => {
  const {view} = waitingForMariaDB();

  test('goes row by row, page by page and to both ends, and not beyond them', () => {
    expect(at(view, press(view, initialTree, 'up'))).toBe('Kubernetes');
    expect(at(view, press(view, initialTree, 'down', 'down', 'down'))).toBe('libvirt');
    expect(at(view, press(view, initialTree, 'end', 'down'))).toBe('openstack-exporter');
    expect(at(view, press(view, initialTree, 'page-down'))).toBe('Monitoring');
    expect(at(view, press(view, initialTree, 'end', 'home'))).toBe('Kubernetes');
  });

  test('left closes or goes up, right opens or goes in', () => {
    const inside = press(view, initialTree, 'down', 'right');
    expect(at(view, inside)).toBe('mariadb-operator-crds');
    expect(at(view, press(view, inside, 'left'))).toBe('OpenStack');
    const closed = press(view, inside, 'left', 'left');
    expect(treeRows(view, closed.folds).map(row => row.name)).not.toContain('keystone');
    expect(treeRows(view, press(view, closed, 'right').folds).map(row => row.name)).toContain('keystone');
  });

  test('a number of others opens where it stands', () => {
    const more = {...initialTree, cursor: {key: 'more/group/OpenStack/planned/mariadb-cluster', index: 18}};
    expect(focusedRow(more, view)?.kind).toBe('more');
    expect(at(view, press(view, more, 'right'))).toBe('glance');
  });

  test('the rows in sight move no further than the cursor asks for', () => {
    const state = press(view, initialTree, ...Array.from({length: 20}, () => 'down' as const));
    expect(state.top).toBe(2);
    expect(press(view, state, 'up').top).toBe(2);
  });

  test('everything closes and opens with one key', () => {
    const closed = press(view, initialTree, 'down', 'down', 'fold-all');
    expect(treeRows(view, closed.folds).map(row => row.name)).toEqual([
      'Kubernetes',
      'OpenStack',
      'Monitoring',
    ]);
    expect(at(view, closed)).toBe('OpenStack');
    expect(treeRows(view, press(view, closed, 'fold-all').folds).map(row => row.name)).toContain('helm');
  });

  test('a group in which the cursor is stays open when the last of it becomes ready', () => {
    const state = press(view, initialTree, 'down', 'down', 'down');
    const done = succeeded().view;
    expect(at(done, treeReducer(state, {type: 'world', now: 0}, {view: done, height: 20}))).toBe('libvirt');
  });
});

describe('following', () => {
  const plan = flexPlan();
  const viewAt = (seconds: number): RunView => momentOf(plan, played(plan, {until: seconds})).view;
  const look = (state: TreeState, view: RunView, now: number): TreeState =>
    treeReducer(state, {type: 'world', now}, {view, height: 20});

  test('the cursor goes with what moves, once a second at most', () => {
    const first = look(initialTree, viewAt(20), 1000);
    const second = look(first, viewAt(30), 2000);
    expect(at(viewAt(30), second)).not.toBe('Kubernetes');
    const third = look(second, viewAt(60), 3000);
    expect(look(third, viewAt(80), 3500).cursor.key).toBe(third.cursor.key);
    expect(look(third, viewAt(80), 4000).cursor.key).not.toBe(third.cursor.key);
  });

  test('what closes with its group leaves the cursor on the group', () => {
    const still = {...initialTree, isFollowing: false};
    const state = {...still, cursor: {key: componentKey('topolvm'), index: 11}};
    expect(at(viewAt(100), look(state, viewAt(100), 1500))).toBe('Kubernetes');
  });

  test('it ends when a person moves and begins again with its key', () => {
    const moved = press(viewAt(20), look(initialTree, viewAt(20), 1000), 'down');
    expect(look(moved, viewAt(100), 9000).cursor.key).toBe(moved.cursor.key);
    const again = press(viewAt(100), moved, 'follow');
    expect(look(again, viewAt(200), 9000).cursor.key).not.toBe(moved.cursor.key);
  });

  test('what fails comes before all else, and following it is not having seen it', () => {
    const before = withFailure(60).view;
    const after = withFailure(100).view;
    const state = look(look(initialTree, before, 1000), after, 3000);
    expect(at(after, state)).toBe('rabbitmq-cluster');
    expect(state.seen.size).toBe(0);
    expect(press(after, state, 'up', 'down').seen).toEqual(new Set(['rabbitmq-cluster']));
  });
});

describe('looking for a name', () => {
  const {view} = waitingForMariaDB();

  test('narrows the tree while it is typed and stays when it is kept', () => {
    const typed = type(view, press(view, initialTree, 'filter'), 'rabbit');
    const names = treeRows(view, typed.folds).map(row => row.name);
    expect(names).toEqual([
      'OpenStack',
      'rabbitmq-operator',
      'rabbitmq-topology-operator',
      'rabbitmq-cluster',
    ]);
    const kept = press(view, typed, 'next');
    expect(kept.field).toBeNull();
    expect(treeRows(view, kept.folds).length).toBe(4);
  });

  test('escape shows everything again, with the cursor on the row that was found', () => {
    const found = press(
      view,
      type(view, press(view, initialTree, 'filter'), 'rabbit'),
      'down',
      'down',
      'next',
    );
    const all = press(view, found, 'back');
    expect(all.folds.filter).toBe('');
    expect(all.cursor.key).toBe(componentKey('rabbitmq-topology-operator'));
  });

  test('a letter without a search is no letter', () => {
    expect(type(view, initialTree, 'x')).toBe(initialTree);
  });
});
