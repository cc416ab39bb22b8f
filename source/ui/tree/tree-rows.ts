import type {ObservedWorkload} from '../../cluster/observation.js';
import type {ComponentState} from '../../engine/state.js';
import type {RunView} from '../ports.js';
import {componentRows} from './component-rows.js';
import type {Folds} from './folds.js';
import {summarise} from './group-summary.js';
import {type Group, planOrder} from './plan-order.js';
import {groupKey, type MoreRow, type TreeRow} from './tree-row.js';
import {type WaitsChain, waitsChains} from './waits-chain.js';

/** So many that wait for one cause are shown, before the rest becomes a number. */
const shown = 3;
/** So many must wait for a component before its pods are shown by themselves. */
const many = 3;

const noWorkloads: readonly ObservedWorkload[] = [];
const noChain: WaitsChain = {names: [], reason: ''};
const known = new WeakMap<RunView, WeakMap<Folds, readonly TreeRow[]>>();

/** The tree as rows: groups, components, workloads, pods. Asked twice for the same, it answers with the same array. */
export const treeRows = (view: RunView, folds: Folds): readonly TreeRow[] => {
  const ofView = known.get(view) ?? new WeakMap<Folds, readonly TreeRow[]>();
  known.set(view, ofView);
  const before = ofView.get(folds);
  if (before !== undefined) {
    return before;
  }
  const chains = waitsChains(view.state);
  const root = heaviestRoot(view, chains);
  const rows = [...planOrder(view.plan).keys()].flatMap(group => groupRows(group, view, folds, chains, root));
  ofView.set(folds, rows);
  return rows;
};

/** The rows of one component, the first its own. */
interface Entry {
  readonly state: ComponentState;
  readonly chain: WaitsChain;
  readonly rows: readonly TreeRow[];
}

const groupRows = (
  group: Group,
  view: RunView,
  folds: Folds,
  chains: ReadonlyMap<string, WaitsChain>,
  root: string | undefined,
): readonly TreeRow[] => {
  const entries = (planOrder(view.plan).get(group) ?? []).flatMap((planned): Entry[] => {
    const state = view.state.components[planned.name];
    if (state === undefined) {
      return [];
    }
    const chain = chains.get(planned.name) ?? noChain;
    const rows = componentRows({
      planned,
      state,
      workloads: view.observation.get(planned.name) ?? noWorkloads,
      chain,
      isRoot: planned.name === root,
      folds: folds.components.get(planned.name),
      filter: folds.filter,
    });
    return [{state, chain, rows}];
  });
  const visible = entries.filter(({rows}) => rows.length > 0);
  if (visible.length === 0) {
    return [];
  }
  const key = groupKey(group);
  const summary = summarise(entries.map(({state}) => state));
  const isDone = summary.state === 'ready' || summary.state === 'verified';
  const isOpen = folds.filter !== '' || (folds.groups.get(key) ?? !isDone);
  // A failure is never folded away.
  const below = isOpen ? collapsed(visible, key, folds) : visible.filter(isFailed).flatMap(({rows}) => rows);
  return [
    {kind: 'group', key, parent: null, name: group, fold: isOpen ? 'open' : 'closed', ...summary},
    ...below,
  ];
};

const isFailed = ({state}: Entry): boolean => state.state === 'failed';

/** After the third that waits for the same, those behind it become one row. */
const collapsed = (entries: readonly Entry[], group: string, folds: Folds): readonly TreeRow[] => {
  const waiting = Map.groupBy(entries, causeOf);
  const hidden = new Map<Entry, MoreRow | null>();
  for (const [cause, alike] of waiting) {
    const rest = alike.slice(shown);
    const [first] = rest;
    if (cause === null || folds.showsMore || folds.filter !== '' || first === undefined || rest.length < 2) {
      continue;
    }
    const by = first.chain.names.at(-1) ?? '';
    rest.forEach((entry, index) => {
      hidden.set(entry, index === 0 ? moreRow(group, first.state, by, rest.length) : null);
    });
  }
  return entries.flatMap(entry => {
    const more = hidden.get(entry);
    return more === undefined ? entry.rows : more === null ? [] : [more];
  });
};

/** Null for what does not wait. */
const causeOf = ({state, chain}: Entry): string | null => {
  const root = chain.names.at(-1);
  return root !== undefined && (state.state === 'planned' || state.state === 'blocked')
    ? `${state.state} ${root}`
    : null;
};

const moreRow = (group: string, {state}: ComponentState, by: string, count: number): MoreRow => ({
  kind: 'more',
  key: `more/${group}/${state}/${by}`,
  parent: group,
  fold: 'closed',
  name: `${count} more`,
  state,
  counts: null,
  count,
  by,
});

/** The moving component for which the most others wait, where they are many. */
const heaviestRoot = (view: RunView, chains: ReadonlyMap<string, WaitsChain>): string | undefined => {
  const behind = new Map<string, number>();
  for (const {names} of chains.values()) {
    const root = names.at(-1);
    const state = root === undefined ? undefined : view.state.components[root]?.state;
    if (root !== undefined && (state === 'applying' || state === 'rolling-out')) {
      behind.set(root, (behind.get(root) ?? 0) + 1);
    }
  }
  const heaviest = [...behind].toSorted(([, a], [, b]) => b - a)[0];
  return heaviest !== undefined && heaviest[1] >= many ? heaviest[0] : undefined;
};
