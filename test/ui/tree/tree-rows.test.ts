import {describe, expect, test} from 'vitest';
import type {ObservedWorkload} from '../../../source/cluster/observation.js';
import type {RunView} from '../../../source/ui/ports.js';
import {type Folds, noFolds, withGroup, withRow} from '../../../source/ui/tree/folds.js';
import {componentKey, groupKey, type TreeRow} from '../../../source/ui/tree/tree-row.js';
import {treeRows} from '../../../source/ui/tree/tree-rows.js';
import {pod, workload} from '../fixtures/observed.js';
import {halfWay, succeeded, waitingForMariaDB, withFailure} from '../fixtures/run-views.js';

const names = (rows: readonly TreeRow[]): string[] => rows.map(row => row.name);
const below = (rows: readonly TreeRow[], group: string): string[] =>
  names(rows.filter(row => row.parent === groupKey(group)));

describe('groups', () => {
  test('close when all of them is ready and no sooner', () => {
    const folds = (view: RunView) =>
      treeRows(view, noFolds)
        .filter(row => row.kind === 'group')
        .map(row => `${row.name} ${row.fold} ${row.state} ${row.counts.ready}/${row.counts.desired}`);
    expect(folds(halfWay().view)).toEqual([
      'Kubernetes closed ready 21/21',
      'OpenStack open rolling-out 11/21',
      'Monitoring open rolling-out 7/9',
    ]);
    expect(folds(succeeded().view)).toEqual([
      'Kubernetes closed ready 21/21',
      'OpenStack closed ready 21/21',
      'Monitoring closed ready 9/9',
    ]);
  });

  test('show what failed, closed or not', () => {
    const closed = withGroup(noFolds, groupKey('OpenStack'), false);
    const rows = treeRows(withFailure().view, closed);
    expect(below(rows, 'OpenStack')).toEqual(['rabbitmq-cluster']);
    expect(rows.find(row => row.name === 'OpenStack')?.state).toBe('failed');
  });
});

describe('those that wait for one cause', () => {
  const {view} = waitingForMariaDB();
  const more = (folds: Folds) =>
    treeRows(view, folds).flatMap(row => (row.kind === 'more' ? [`${row.name} for ${row.by}`] : []));

  test('become one row after the third', () => {
    expect(below(treeRows(view, noFolds), 'OpenStack').slice(8)).toEqual([
      'mariadb-cluster',
      'keystone',
      'barbican',
      'cinder',
      '9 more',
    ]);
    expect(more(noFolds)).toEqual(['9 more for mariadb-cluster']);
  });

  test('are all shown where it is asked for, and where one is looked for', () => {
    expect(more({...noFolds, showsMore: true})).toEqual([]);
    expect(names(treeRows(view, {...noFolds, filter: 'OCTAVIA'}))).toEqual([
      'OpenStack',
      'octavia-preconf',
      'octavia',
    ]);
  });
});

describe('below a component', () => {
  test('the one for which most wait shows its pods by itself', () => {
    const rows = treeRows(waitingForMariaDB().view, noFolds);
    expect(rows.filter(row => row.kind === 'pod').map(row => `${row.component} ${row.name}`)).toEqual([
      'mariadb-cluster mariadb-cluster-0',
      'mariadb-cluster mariadb-cluster-1',
      'mariadb-cluster mariadb-cluster-2',
    ]);
  });

  test('a person who closes it has it closed, and what they open stays open', () => {
    const {view} = waitingForMariaDB();
    const key = componentKey('mariadb-cluster');
    const folds = withRow(
      withRow(noFolds, 'mariadb-cluster', key, false),
      'libvirt',
      componentKey('libvirt'),
      true,
    );
    const rows = treeRows(view, folds);
    expect(rows.flatMap(row => (row.kind === 'workload' ? [row.name] : []))).toEqual([
      'libvirt-libvirt-default',
    ]);
  });

  test('a pod is found by its name, with the rows that hold it', () => {
    const rows = treeRows(waitingForMariaDB().view, {...noFolds, filter: 'cluster-2'});
    expect(names(rows)).toEqual(['OpenStack', 'mariadb-cluster', 'mariadb-cluster', 'mariadb-cluster-2']);
  });
});

describe('with 2,000 pods', () => {
  /** A workload that counts how often somebody asks for its pods. */
  const counted = (one: ObservedWorkload, asked: string[]): ObservedWorkload => ({
    ...one,
    get pods() {
      asked.push(one.name);
      return one.pods;
    },
  });
  const many = (asked: string[]): RunView => {
    const {view} = succeeded();
    const observation = new Map(
      Object.keys(view.state.components).map(name => {
        const pods = Array.from({length: 44}, (_, index) => pod(`${name}-${index}`));
        return [name, [counted(workload(name, pods), asked)]] as const;
      }),
    );
    return {...view, observation};
  };

  test('a change of one pod makes the rows of its component and of no other', () => {
    const asked: string[] = [];
    const before = many(asked);
    const folds = Object.keys(before.state.components).reduce(
      (all, name) => withRow(all, name, componentKey(name), true),
      ['Kubernetes', 'OpenStack', 'Monitoring'].reduce(
        (all, group) => withGroup(all, groupKey(group), true),
        noFolds,
      ),
    );
    const rows = treeRows(before, folds);
    expect(new Set(asked).size).toBe(51);
    asked.length = 0;

    const glance = [counted(workload('glance', [pod('glance-0', {isReady: false})]), asked)];
    const after = {...before, observation: new Map([...before.observation, ['glance', glance]])};
    const rowsAfter = treeRows(after, folds);

    expect(new Set(asked)).toEqual(new Set(['glance']));
    const others = (all: readonly TreeRow[]) =>
      all.filter(row => row.kind !== 'group' && 'component' in row && row.component !== 'glance');
    const [old, now] = [others(rows), others(rowsAfter)];
    expect(now.length).toBe(old.length);
    expect(now.every((row, index) => row === old[index])).toBe(true);
  });

  test('a key that changes nothing of the rows makes none', () => {
    const asked: string[] = [];
    const view = many(asked);
    const rows = treeRows(view, noFolds);
    asked.length = 0;
    expect(treeRows(view, noFolds)).toBe(rows);
    expect(asked).toEqual([]);
  });
});
