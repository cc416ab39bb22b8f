import {measuredPath, type Receipt} from '../../engine/receipt.js';
import type {ComponentState} from '../../engine/state.js';
import {counted, listed, sentence} from '../../report/ascii.js';
import {clockTime} from '../../report/clock-time.js';
import {duration} from '../../report/duration.js';
import type {RunView} from '../ports.js';
import type {Theme} from '../theme.js';
import {blocks, labelled, paragraph} from './labelled.js';
import {type Line, piece} from './piece.js';

/** Cells of the labels. */
const [checksWidth, filesWidth, nextWidth] = [17, 13, 8];

const isThere = ({state}: ComponentState): boolean => ['ready', 'verified', 'gone'].includes(state);

/** What stands right in the header. */
export const doneTitle = ({receipt, error}: RunView, {glyphs}: Theme): string => {
  if (receipt === null) {
    return error === null ? 'over' : `${error.code} ${glyphs.cross}`;
  }
  const time = duration(receipt.seconds);
  return {
    succeeded: `done in ${time} ${glyphs.tick}`,
    failed: `failed after ${time} ${glyphs.cross}`,
    interrupted: `interrupted after ${time} ${glyphs.stalled}`,
  }[receipt.outcome];
};

/** What is there and what is not, what was looked at and what was not, where the files are, what can be done next. */
export const doneLines = (
  view: RunView,
  theme: Theme,
  columns: number,
  showsStandIns: boolean,
): readonly Line[] =>
  blocks(
    paragraph(headline(view), columns),
    errorLines(view, theme, columns),
    ...failureBlocks(view, theme, columns),
    unfinishedLines(view, columns),
    view.receipt === null ? [] : checkLines(view, view.receipt, theme, columns, showsStandIns),
    fileLines(view, columns),
    nextLines(view, columns),
  );

const headline = ({state, receipt}: RunView): string => {
  if (receipt === null) {
    return '';
  }
  const all = Object.values(state.components);
  const count = (name: ComponentState['state']) => all.filter(component => component.state === name).length;
  const ready = `${all.filter(isThere).length} of ${counted(all.length, 'component')} ${receipt.deed === 'remove' ? 'gone' : 'ready'}.`;
  const [failed, blocked] = [count('failed'), count('blocked')];
  const wrong = [
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(blocked > 0 ? [`${blocked} blocked`] : []),
  ].join(', ');
  const path = measuredPath(state);
  const last = state.steps[path.steps.at(-1) ?? '']?.component;
  const longest =
    last === undefined || receipt.outcome !== 'succeeded'
      ? ''
      : ` Longest path ${duration(receipt.criticalPathSeconds)} (${last}).`;
  return `${ready}${longest} ${wrong === '' ? 'Nothing failed' : wrong}.`;
};

const errorLines = ({error}: RunView, {glyphs}: Theme, columns: number): readonly Line[] =>
  error === null
    ? []
    : [
        ...labelled(glyphs.cross, sentence(error.message), columns, {width: 2, meaning: 'failed'}),
        ...labelled('', `${sentence(error.remedy)} (${error.code})`, columns, {width: 2}),
      ];

/** One block for each that failed: what happened, what to do, what it holds back. */
const failureBlocks = ({state}: RunView, {glyphs}: Theme, columns: number): readonly (readonly Line[])[] => {
  const all = Object.values(state.components);
  return all
    .filter(component => component.state === 'failed')
    .map(({name, error}) => {
      const behind = all.filter(other => other.state === 'blocked' && other.blockedBy === name);
      return [
        ...labelled(glyphs.cross, `${name} failed${error === null ? '' : `, ${error.code}`}`, columns, {
          width: 2,
          meaning: 'failed',
        }),
        ...labelled('', error === null ? '' : sentence(error.message), columns, {width: 2}),
        ...labelled('', error === null ? '' : `Do: ${sentence(error.remedy)}`, columns, {
          width: 2,
          meaning: 'attention',
        }),
        ...labelled(
          '',
          behind.length === 0
            ? ''
            : `Blocked by it: ${listed(
                behind.map(one => one.name),
                9,
              )}.`,
          columns,
          {width: 2},
        ),
      ];
    });
};

const unfinishedLines = ({state, receipt}: RunView, columns: number): readonly Line[] => {
  const all = Object.values(state.components);
  const names = (...states: readonly ComponentState['state'][]): string[] =>
    all.filter(component => states.includes(component.state)).map(({name}) => name);
  const [begun, never] = [names('applying', 'rolling-out', 'removing'), names('planned')];
  const wanted = receipt?.deed === 'remove' ? 'gone' : 'ready';
  return [
    ...paragraph(begun.length === 0 ? '' : `Begun and not ${wanted}: ${listed(begun, 9)}.`, columns),
    ...paragraph(never.length === 0 ? '' : `Not begun: ${listed(never, 9)}.`, columns),
  ];
};

const checkLines = (
  {state, standIns, asOf}: RunView,
  receipt: Receipt,
  theme: Theme,
  columns: number,
  showsStandIns: boolean,
): readonly Line[] => {
  const width = checksWidth;
  const time = clockTime(asOf);
  const asked = `by the Kubernetes API${time === '' ? '' : `, ${time}`}`;
  if (receipt.deed === 'remove') {
    return receipt.outcome === 'succeeded'
      ? labelled('Checked', `that only data which stays is left, ${asked}`, columns, {width})
      : [];
  }
  const total = Object.keys(state.components).length;
  const unchecked =
    receipt.simulatedNodes > 0
      ? 'that services answer: nodes are simulated'
      : 'that services answer; ready is what the API says';
  const lacking = Object.values(state.components).filter(one => one.missing.length > 0 && isThere(one));
  return [
    ...labelled('Checked', `pods and workloads ${asked}`, columns, {width}),
    ...labelled('Not checked', unchecked, columns, {width, meaning: 'attention'}),
    ...lacking.flatMap((one, index) =>
      labelled(index === 0 ? 'Missing' : '', `${one.name}: without ${listed(one.missing)}`, columns, {width}),
    ),
    ...(standIns.length === 0
      ? labelled('Stand-in charts', 'none', columns, {width})
      : showsStandIns
        ? labelled('Stand-in charts', `${standIns.length} of ${total}: ${standIns.join(', ')}`, columns, {
            width,
          })
        : [standInLine(standIns, total, theme, columns)]),
  ];
};

/** The first names as far as they fit, and the key that shows the rest. */
const standInLine = (standIns: readonly string[], total: number, {glyphs}: Theme, columns: number): Line => {
  const key = 's list';
  const head = `${standIns.length} of ${total}   `;
  const space = columns - 2 - checksWidth - head.length - key.length - 2;
  const texts = standIns.map((_, index) =>
    [...standIns.slice(0, index + 1), ...(index + 1 < standIns.length ? [glyphs.ellipsis] : [])].join(', '),
  );
  const names = texts.findLast(text => text.length <= space) ?? '';
  return [
    piece(` ${'Stand-in charts'.padEnd(checksWidth)}`, 'faint'),
    piece(head + names.padEnd(space), 'attention'),
    piece(`  ${key}`, 'faint'),
  ];
};

const fileLines = ({files, receipt}: RunView, columns: number): readonly Line[] => {
  const of = (label: string, file: string | null) =>
    labelled(label, file ?? '', columns, {width: filesWidth});
  return [
    // What was removed is taken out of it when the screens are left.
    ...(receipt?.deed === 'remove' ? [] : of('Profile', files.profile)),
    ...of('Kubeconfig', files.kubeconfig),
    ...of('Receipt', files.receipt),
  ];
};

/** Commands that exist, each with what it does: behind it where there is room, else below. */
const nextLines = (view: RunView, columns: number): readonly Line[] => {
  const commands = nextCommands(view);
  const width = Math.max(...commands.map(([command]) => command.length)) + 2;
  const isWide = nextWidth + width + Math.max(...commands.map(([, what]) => what.length)) < columns;
  return commands.flatMap(([command, what], index) => {
    const label = piece(` ${index === 0 ? 'Next' : ''}`.padEnd(nextWidth), 'faint');
    return isWide
      ? [[label, piece(command.padEnd(width)), piece(what, 'faint')]]
      : [[label, piece(command)], [piece(`${' '.repeat(nextWidth + 2)}${what}`, 'faint')]];
  });
};

const nextCommands = ({state, files, receipt, removal}: RunView): readonly (readonly [string, string])[] => {
  const profile = quoted(files.profile);
  const isRehearsal = (receipt?.simulatedNodes ?? state.run.simulatedNodes) > 0;
  const isDone = receipt?.outcome === 'succeeded';
  const again = 'goes on from there';
  const gone = removal === null ? [] : [[removal, 'remove this one'] as const];
  if (receipt?.deed === 'remove') {
    return [
      isDone
        ? (['genestack monitor', 'what is there, read-only'] as const)
        : (['the same command', again] as const),
      ...gone,
    ];
  }
  return [
    ...(isDone
      ? []
      : [[`genestack ${isRehearsal ? 'rehearse' : 'install'} --profile ${profile}`, again] as const]),
    ...(isDone && isRehearsal
      ? [[`genestack install --profile ${profile}`, 'the same on your cluster'] as const]
      : []),
    ...(isDone ? [[`genestack plan --profile ${profile}`, 'what it holds, in order'] as const] : []),
    ...gone,
  ];
};

/** A path as a shell takes it. */
const quoted = (path: string): string =>
  /^[\w./~@%+=:,-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
