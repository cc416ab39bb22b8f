import {healthLine} from '../../monitor/lines.js';
import type {Happening, MonitoredNode, MonitorView, Problem} from '../../monitor/view.js';
import {wrap} from '../layout.js';
import type {Folds} from '../tree/folds.js';
import {treeRows} from '../tree/tree-rows.js';
import type {HappeningRow, MonitorRow, NodeRow, SectionRow, TextRow} from './monitor-row.js';
import {treeOf} from './monitor-tree.js';
import type {MonitorViewName} from './monitor-views.js';
import {spokenLines} from './spoken.js';

/** What the rows hang on beside the cluster. */
export interface RowTerms {
  readonly folds: Folds;
  /** Milliseconds since 1970; what happened later is new to the person. */
  readonly lookedAt: number;
  /** Cells of a line. */
  readonly columns: number;
}

/** Of what happened so much is shown below the tree. */
const mostLately = 8;

type Rows = (view: MonitorView, terms: RowTerms) => readonly MonitorRow[];

const isOpen = ({folds}: RowTerms, key: string, otherwise: boolean): boolean =>
  folds.filter !== '' || (folds.groups.get(key) ?? otherwise);

const section = (key: string, name: string, fold: SectionRow['fold']): SectionRow => ({
  ...{kind: 'section', key, name, fold},
  parent: null,
});

const text = (key: string, said: string): TextRow => ({
  kind: 'text',
  key,
  text: said,
  parent: null,
  fold: 'none',
});

const blank = (key: string): TextRow => text(key, '');

const matches = ({folds: {filter}}: RowTerms, ...texts: readonly string[]): boolean =>
  filter === '' || texts.some(one => one.toLowerCase().includes(filter.toLowerCase()));

const problemRows = (problems: readonly Problem[], terms: RowTerms, opensByItself: boolean): MonitorRow[] =>
  problems
    .filter(({what, text: said, code}) => matches(terms, what, said, code))
    .flatMap((problem): MonitorRow[] => {
      const key = `problem/${problem.key}`;
      const {behind} = problem;
      const open = isOpen(terms, key, opensByItself);
      const below = {parent: key, fold: 'none'} as const;
      return [
        {kind: 'problem', key, problem, parent: 'problems', fold: open ? 'open' : 'closed'},
        ...(open
          ? [
              {kind: 'detail', key: `${key}/text`, problem, isLast: behind.length === 0, ...below} as const,
              ...behind.map(
                (component, index): MonitorRow => ({
                  kind: 'behind',
                  key: `${key}/${component}`,
                  component,
                  isLast: index === behind.length - 1,
                  ...below,
                }),
              ),
            ]
          : []),
      ];
    });

/** So few problems open by themselves beside the tree. */
const fewProblems = 4;

const problemSection = ({problems}: MonitorView, terms: RowTerms): MonitorRow[] => {
  if (problems.length === 0) {
    return [];
  }
  const open = isOpen(terms, 'problems', true);
  return [
    section('problems', `Problems (${problems.length})`, open ? 'open' : 'closed'),
    ...(open ? problemRows(problems, terms, problems.length <= fewProblems) : []),
  ];
};

const happeningRow = (happening: Happening, {lookedAt}: RowTerms): HappeningRow => ({
  kind: 'happening',
  key: `happening/${happening.at}/${happening.what}/${happening.kind}`,
  parent: 'lately',
  fold: 'none',
  happening,
  isNew: happening.at > lookedAt,
});

const latelySection = ({lately}: MonitorView, terms: RowTerms): MonitorRow[] => {
  const shown = lately.filter(({what}) => matches(terms, what)).slice(0, mostLately);
  return shown.length === 0
    ? []
    : [
        blank('before-lately'),
        section('lately', 'Lately', 'none'),
        ...shown.map(happening => happeningRow(happening, terms)),
      ];
};

const unseenSection = ({unseen}: MonitorView): MonitorRow[] =>
  unseen.length === 0 ? [] : [blank('before-unseen'), text('unseen', `May not see ${unseen.join(', ')}.`)];

const tree: Rows = (view, terms) => [
  ...problemSection(view, terms),
  ...treeRows(treeOf(view), terms.folds).map(
    (row): MonitorRow => ({kind: 'tree', key: row.key, parent: row.parent, fold: row.fold, row}),
  ),
  ...latelySection(view, terms),
  ...unseenSection(view),
];

const problems: Rows = (view, terms) =>
  view.problems.length === 0
    ? [text('well', healthLine(view)), ...unseenSection(view)]
    : [...problemRows(view.problems, terms, true), ...unseenSection(view)];

const changes: Rows = ({lately}, terms) => {
  const rows = lately
    .filter(({what}) => matches(terms, what))
    .map(happening => happeningRow(happening, terms));
  const [fresh, known] = [rows.filter(({isNew}) => isNew), rows.filter(({isNew}) => !isNew)];
  return rows.length === 0
    ? [text('nothing', 'Nothing has changed for a day, as far as the cluster tells.')]
    : [
        ...(fresh.length === 0 ? [] : [section('since', 'Since you last looked', 'none'), ...fresh]),
        ...(known.length === 0
          ? []
          : [section('before', fresh.length === 0 ? 'Lately' : 'Before', 'none'), ...known]),
      ];
};

/** `control-plane, network`; what has no role of OpenStack's comes last. */
const rolesOf = ({roles, name}: MonitoredNode): string =>
  name === '' ? 'without a node' : roles.length === 0 ? 'no role' : roles.join(', ');

const nodes: Rows = (view, terms) => {
  const byRoles = Map.groupBy(view.nodes, rolesOf);
  const last = ['no role', 'without a node'];
  const names = [...byRoles.keys()].toSorted(
    (a, b) => last.indexOf(a) - last.indexOf(b) || Number(a > b) - Number(a < b),
  );
  return [
    ...names.flatMap(roles => {
      const key = `roles/${roles}`;
      const below = (byRoles.get(roles) ?? []).flatMap(node => nodeRows(node, key, terms));
      const open = isOpen(terms, key, true);
      return below.length === 0
        ? []
        : [
            section(key, `${roles} (${byRoles.get(roles)?.length ?? 0})`, open ? 'open' : 'closed'),
            ...(open ? below : []),
          ];
    }),
    ...unseenSection(view),
  ];
};

const nodeRows = (node: MonitoredNode, parent: string, terms: RowTerms): readonly MonitorRow[] => {
  const key = `node/${node.name}`;
  const isFound = matches(terms, node.name);
  const pods = isFound ? node.pods : node.pods.filter(({name}) => matches(terms, name));
  if (!isFound && pods.length === 0) {
    return [];
  }
  const open = terms.folds.filter === '' ? (terms.folds.groups.get(key) ?? false) : !isFound;
  const row: NodeRow = {
    ...{kind: 'node', key, parent, node},
    fold: pods.length === 0 ? 'none' : open ? 'open' : 'closed',
  };
  return open
    ? [
        row,
        ...pods.map(
          (pod, index): MonitorRow => ({
            kind: 'node-pod',
            key: `${key}/${pod.namespace}/${pod.name}`,
            parent: key,
            fold: 'none',
            pod,
            isLast: index === pods.length - 1,
          }),
        ),
      ]
    : [row];
};

const sentences = (said: readonly string[], {columns}: RowTerms): MonitorRow[] =>
  said.flatMap(one => wrap(one, columns - 4)).map((line, index) => text(`said/${index}`, line));

const spoken: Rows = (view, terms) => sentences(spokenLines(view), terms);

/** Instead of everything that nothing is known of; the line above the keys has no room for all of it. */
const unreached: Rows = ({trouble}, terms) =>
  trouble === ''
    ? []
    : sentences([`Not reached yet: ${trouble}.`, 'It is tried again until it answers.'], terms);

const rowsOf: Readonly<Record<MonitorViewName, Rows>> = {
  ...{tree, nodes, problems, changes, spoken},
  big: () => [],
};

const known = new WeakMap<
  MonitorView,
  Map<string, {readonly terms: RowTerms; readonly rows: readonly MonitorRow[]}>
>();

/** The rows of one of the monitor's views. Asked twice for the same, it answers with the same array. */
export const monitorRows = (
  name: MonitorViewName,
  view: MonitorView,
  terms: RowTerms,
): readonly MonitorRow[] => {
  const ofView = known.get(view) ?? new Map();
  known.set(view, ofView);
  const before = ofView.get(name);
  if (isSame(before?.terms, terms)) {
    return before?.rows ?? [];
  }
  const rows = (view.asOf === null && name !== 'spoken' ? unreached : rowsOf[name])(view, terms);
  ofView.set(name, {terms, rows});
  return rows;
};

const isSame = (a: RowTerms | undefined, b: RowTerms): boolean =>
  a?.folds === b.folds && a.lookedAt === b.lookedAt && a.columns === b.columns;
