import {isDeepStrictEqual} from 'node:util';
import {healthLine} from './lines.js';
import type {MonitorRecord} from './record-schema.js';
import {type Happening, healthOf, type MonitorView, type Problem} from './view.js';

type Of<Type extends MonitorRecord['type']> = Extract<MonitorRecord, {type: Type}>;

/** A view as JSON: everything but the pods, which a program asks the API for. @param time ISO 8601. */
export const pictureRecord = (view: MonitorView, time: string): Of<'picture'> => ({
  type: 'picture',
  time,
  context: view.context,
  server: view.server,
  version: view.version,
  simulatedNodes: view.isRehearsal,
  ...headOf(view),
  components: [...view.components],
  problems: view.problems.map(told),
  nodes: view.nodes
    .filter(({name}) => name !== '')
    .map(({pods, ...node}) => ({
      ...node,
      roles: [...node.roles],
      troubles: [...node.troubles],
      pods: pods.length,
    })),
  lately: view.lately.map(happened),
});

const told = (problem: Problem) => ({...problem, behind: [...problem.behind]});

const happened = ({at, ...happening}: Happening) => ({time: new Date(at).toISOString(), ...happening});

const headOf = (view: MonitorView) => ({
  asOf: view.asOf === null ? null : new Date(view.asOf).toISOString(),
  trouble: view.trouble,
  health: {line: healthLine(view), ...healthOf(view)},
  unseen: [...view.unseen],
  driver: view.driver,
});

/**
 * What of a later view differs from an earlier one: components, problems that came or ended, what happened, and the head.
 * @param time ISO 8601.
 */
export const changeRecords = (
  before: MonitorView,
  after: MonitorView,
  time: string,
): Exclude<MonitorRecord, Of<'picture'>>[] => {
  const was = new Map(before.components.map(component => [component.name, JSON.stringify(component)]));
  const now = new Set(after.components.map(({name}) => name));
  const problems = new Map(before.problems.map(problem => [problem.key, JSON.stringify(problem)]));
  const open = new Set(after.problems.map(({key}) => key));
  const known = new Set(before.lately.map(happening => JSON.stringify(happening)));
  const records: Exclude<MonitorRecord, Of<'picture'>>[] = [
    ...after.components
      .filter(component => was.get(component.name) !== JSON.stringify(component))
      .map(component => ({type: 'component' as const, time, ...component})),
    ...[...was.keys()]
      .filter(name => !now.has(name))
      .map(name => ({type: 'component-gone' as const, time, name})),
    ...after.problems
      .filter(problem => problems.get(problem.key) !== JSON.stringify(problem))
      .map(problem => ({type: 'problem' as const, time, ...told(problem)})),
    ...[...problems.keys()]
      .filter(key => !open.has(key))
      .map(key => ({type: 'problem-gone' as const, time, key})),
    ...after.lately
      .filter(happening => !known.has(JSON.stringify(happening)))
      .toReversed()
      .map(happening => ({type: 'happening' as const, ...happened(happening)})),
  ];
  return isDeepStrictEqual(newsOf(before), newsOf(after))
    ? records
    : [...records, {type: 'health', time, ...headOf(after)}];
};

/** Of the head what is worth a line; the numbers behind the line of health are told with what they count. */
const newsOf = (view: MonitorView) => ({
  trouble: view.trouble,
  line: healthLine(view),
  unseen: view.unseen,
  driver: view.driver,
});
