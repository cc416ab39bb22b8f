import type {Happening, MonitoredNode, MonitoredPod, Problem} from '../../monitor/view.js';
import type {RowTarget} from '../tree/row-target.js';
import {targetOf} from '../tree/row-target.js';
import type {TreeRow} from '../tree/tree-row.js';

interface AnyRow {
  /** The same as long as it is about the same thing. */
  readonly key: string;
  readonly parent: string | null;
  readonly fold: 'open' | 'closed' | 'none';
}

export interface SectionRow extends AnyRow {
  readonly kind: 'section';
  readonly name: string;
}

export interface ProblemRow extends AnyRow {
  readonly kind: 'problem';
  readonly problem: Problem;
}

/** The whole of what a problem's line had no room for. */
export interface DetailRow extends AnyRow {
  readonly kind: 'detail';
  readonly problem: Problem;
  readonly isLast: boolean;
}

/** A component that waits behind a problem. */
export interface BehindRow extends AnyRow {
  readonly kind: 'behind';
  readonly component: string;
  readonly isLast: boolean;
}

export interface HappeningRow extends AnyRow {
  readonly kind: 'happening';
  readonly happening: Happening;
  /** Since the person last looked. */
  readonly isNew: boolean;
}

export interface NodeRow extends AnyRow {
  readonly kind: 'node';
  readonly node: MonitoredNode;
}

export interface NodePodRow extends AnyRow {
  readonly kind: 'node-pod';
  readonly pod: MonitoredPod;
  readonly isLast: boolean;
}

export interface TextRow extends AnyRow {
  readonly kind: 'text';
  readonly text: string;
}

export interface ComponentTreeRow extends AnyRow {
  readonly kind: 'tree';
  readonly row: TreeRow;
}

export type MonitorRow =
  | SectionRow
  | ProblemRow
  | DetailRow
  | BehindRow
  | HappeningRow
  | NodeRow
  | NodePodRow
  | TextRow
  | ComponentTreeRow;

/** What can be asked about a row; undefined where nothing is behind it. */
export const targetOfRow = (row: MonitorRow): RowTarget | undefined => {
  switch (row.kind) {
    case 'problem':
    case 'detail':
      return row.problem.target ?? undefined;
    case 'behind':
      return {component: row.component};
    case 'node-pod':
      return row.pod.component === null
        ? {component: '', pod: row.pod.name, namespace: row.pod.namespace}
        : {component: row.pod.component, pod: row.pod.name};
    case 'node':
      return row.node.name === '' ? undefined : {component: '', workload: `Node/${row.node.name}`};
    case 'happening':
      return row.happening.target;
    case 'tree':
      return targetOf(row.row);
    default:
      return undefined;
  }
};
