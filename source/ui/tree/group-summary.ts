import type {ComponentState, ComponentStateName} from '../../engine/state.js';
import type {Counts, Span} from './tree-row.js';

export interface GroupSummary {
  readonly state: ComponentStateName;
  readonly counts: Counts;
  readonly span: Span;
}

/** From the worst to the best: what needs a person, what moves, what waits, what is well. */
const order: readonly ComponentStateName[] = [
  'failed',
  'removing',
  'rolling-out',
  'applying',
  'blocked',
  'planned',
  'skipped',
  'gone',
  'ready',
  'verified',
];

const isThere = ({state}: ComponentState): boolean => state === 'ready' || state === 'verified';

/** A group as its components make it: the worst state, how many are there, from the first begin to the last end. */
export const summarise = (components: readonly ComponentState[]): GroupSummary => {
  const states = new Set(components.map(component => component.state));
  const hasBegun = components.some(isThere) || states.has('rolling-out') || states.has('applying');
  const worst = order.find(state => states.has(state)) ?? 'planned';
  const begins = components.flatMap(({startedAt}) => startedAt ?? []).toSorted();
  const ends = components.flatMap(({startedAt, seconds}) =>
    startedAt === null || seconds === null ? [] : Date.parse(startedAt) + seconds * 1000,
  );
  const startedAt = begins[0] ?? null;
  const isOver = components.every(component => isThere(component) || over.has(component.state));
  return {
    // Some are there and the rest has yet to begin: the group is on its way.
    state: worst === 'planned' && hasBegun ? 'rolling-out' : worst,
    counts: {ready: components.filter(isThere).length, desired: components.length},
    span: {
      startedAt,
      seconds:
        isOver && startedAt !== null && ends.length > 0
          ? Math.max(0, (Math.max(...ends) - Date.parse(startedAt)) / 1000)
          : null,
    },
  };
};

const over: ReadonlySet<ComponentStateName> = new Set(['failed', 'blocked', 'skipped', 'gone']);
