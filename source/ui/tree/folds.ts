import type {TreeRow} from './tree-row.js';

/** What a person opened and closed, and what they look for. Only a person changes it; what is open by itself is not kept. */
export interface Folds {
  readonly groups: ReadonlyMap<string, boolean>;
  /** Rows at or below a component, by component, so that one component's map stays the same object while others change. */
  readonly components: ReadonlyMap<string, ReadonlyMap<string, boolean>>;
  /** Whether those that wait for one cause are all shown. */
  readonly showsMore: boolean;
  /** What rows must hold; empty for all. */
  readonly filter: string;
}

export const noFolds: Folds = {groups: new Map(), components: new Map(), showsMore: false, filter: ''};

export const withGroup = (folds: Folds, key: string, isOpen: boolean): Folds => ({
  ...folds,
  groups: new Map([...folds.groups, [key, isOpen]]),
});

export const withRow = (folds: Folds, component: string, key: string, isOpen: boolean): Folds => ({
  ...folds,
  components: new Map([
    ...folds.components,
    [component, new Map([...(folds.components.get(component) ?? []), [key, isOpen]])],
  ]),
});

/** Opens or closes a row of the tree, whatever it is; the row that stands for more of them only opens. */
export const withTreeRow = (folds: Folds, row: TreeRow, isOpen: boolean): Folds => {
  switch (row.kind) {
    case 'group':
      return withGroup(folds, row.key, isOpen);
    case 'more':
      return {...folds, showsMore: true};
    default:
      return withRow(folds, row.component, row.key, isOpen);
  }
};
