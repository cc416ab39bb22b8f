import type {Observation, ObservedCause, ObservedTrouble} from './observation.js';

/** What has to be mended, once for all that it holds up. */
export interface Problem {
  readonly code: string;
  /** `StorageClass general`, `StatefulSet openstack/rabbitmq-server`. */
  readonly root: string;
  /** A clause about the first of the rows, without a full stop: `pod x-2 waits for claim y, unbound: …`. */
  readonly text: string;
  readonly remedy: string;
  /** A command that shows more, or mends it; empty where none helps. */
  readonly command: string;
  readonly state: 'progressing' | 'failed';
  /** Whether it may end without anybody's doing. */
  readonly passes: boolean;
  /** Whether all works still. */
  readonly isComing: boolean;
  /** Where it shows itself, in the order of the observation. */
  readonly rows: readonly ProblemRow[];
  /** What waits for those, near and far. */
  readonly waiting: readonly ProblemRow[];
}

export interface ProblemRow {
  /** Null where it is of no component. */
  readonly component: string | null;
  /** `StatefulSet openstack/rabbitmq-server`; without a namespace where its kind has none. */
  readonly object: string;
}

interface Node extends ProblemRow {
  readonly cause: ObservedCause;
  readonly state: 'progressing' | 'failed';
}

/**
 * Everything that is not well, grouped by its root: first what has failed, then what holds up the most, last what passes by
 * itself and what is only coming. What waits for others is under their roots, and is a root itself only where nobody knows more. Pure.
 */
export const problemsOf = (
  observation: Observation,
  troubles: readonly ObservedTrouble[] = [],
): readonly Problem[] => {
  const rows = nodesOf(observation, troubles);
  const nodes = byObject(rows);
  const problems = new Map<string, {-readonly [Key in keyof Problem]: Problem[Key]}>();
  const add = (root: Node, row: Node): void => {
    const key = `${root.cause.code} ${root.cause.root}`;
    const {code, text, remedy, command = '', passes, isComing = false} = root.cause;
    const known = problems.get(key) ?? {
      ...{code, text, remedy, command, passes, isComing, root: root.cause.root, state: root.state},
      ...{rows: [], waiting: []},
    };
    const list = root === row ? 'rows' : 'waiting';
    const {component, object} = row;
    // Several roots of a row may have one cause.
    if (known[list].at(-1)?.object !== object) known[list] = [...known[list], {component, object}];
    if (root.state === 'failed') known.state = 'failed';
    problems.set(key, known);
  };
  for (const row of rows) for (const root of rootsOf(row, nodes)) add(root, row);
  return [...problems.values()]
    .filter(({rows}) => rows.length > 0)
    .toSorted(
      (a, b) =>
        Number(a.isComing) - Number(b.isComing) ||
        Number(a.passes) - Number(b.passes) ||
        Number(b.state === 'failed') - Number(a.state === 'failed') ||
        b.rows.length + b.waiting.length - (a.rows.length + a.waiting.length),
    );
};

/** The components that a problem holds up, those first in which it shows itself. */
export const componentsOf = ({rows, waiting}: Problem): string[] => [
  ...new Set([...rows, ...waiting].flatMap(({component}) => component ?? [])),
];

/** From a row to the one at its root, itself first; a workload is named as in `ProblemRow`. Pure. */
export const pathToRoot = (
  object: string,
  observation: Observation,
  troubles: readonly ObservedTrouble[] = [],
): readonly ProblemRow[] => {
  const nodes = byObject(nodesOf(observation, troubles));
  const path: Node[] = [];
  for (let next = nodes.get(object); next !== undefined && !path.includes(next); ) {
    path.push(next);
    next = next.cause.waitsFor.map(name => nodes.get(name)).find(other => other !== undefined);
  }
  return path.map(({component, object: name}) => ({component, object: name}));
};

const byObject = (nodes: readonly Node[]): ReadonlyMap<string, Node> =>
  new Map(nodes.toReversed().map(node => [node.object, node]));

const nodesOf = (observation: Observation, troubles: readonly ObservedTrouble[]): Node[] => [
  ...[...observation].flatMap(([component, workloads]) =>
    workloads.flatMap(({kind, namespace, name, state, cause}) =>
      cause === undefined || state === 'ready'
        ? []
        : [{component, object: `${kind} ${namespace}/${name}`, state, cause}],
    ),
  ),
  ...troubles.map(({component, kind, namespace, name, state, cause}) => ({
    ...{component, state, cause},
    object: `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`,
  })),
];

/** Itself where nothing that it waits for is known to be in trouble; workloads may wait for each other by turns. */
const rootsOf = (node: Node, nodes: ReadonlyMap<string, Node>): readonly Node[] => {
  const roots = new Set<Node>();
  const seen = new Set<Node>();
  const follow = (at: Node): void => {
    if (seen.has(at)) return;
    seen.add(at);
    const next = at.cause.waitsFor.flatMap(name => nodes.get(name) ?? []);
    if (next.length === 0) roots.add(at);
    for (const other of next) follow(other);
  };
  follow(node);
  return roots.size === 0 ? [node] : [...roots];
};
