import {healthLine} from './lines.js';
import {healthOf, type MonitorView} from './view.js';

/** A view as JSON: everything but the pods, which a program asks the API for. */
export const pictureRecord = (view: MonitorView, time: string) => ({
  type: 'picture',
  time,
  context: view.context,
  server: view.server,
  version: view.version,
  simulatedNodes: view.isRehearsal,
  ...headOf(view),
  components: view.components,
  problems: view.problems,
  nodes: view.nodes.filter(({name}) => name !== '').map(({pods, ...node}) => ({...node, pods: pods.length})),
  lately: view.lately,
  unseen: view.unseen,
  driver: view.driver,
});

const headOf = (view: MonitorView) => ({
  asOf: view.asOf === null ? null : new Date(view.asOf).toISOString(),
  trouble: view.trouble,
  health: {line: healthLine(view), ...healthOf(view)},
});

/** What of a later view differs from an earlier one: components, problems that came or ended, what happened. */
export const changeRecords = (before: MonitorView, after: MonitorView, time: string): object[] => {
  const was = new Map(before.components.map(component => [component.name, JSON.stringify(component)]));
  const now = new Set(after.components.map(({name}) => name));
  const problems = new Map(before.problems.map(problem => [problem.key, JSON.stringify(problem)]));
  const open = new Set(after.problems.map(({key}) => key));
  const known = new Set(before.lately.map(happening => JSON.stringify(happening)));
  const records: object[] = [
    ...after.components
      .filter(component => was.get(component.name) !== JSON.stringify(component))
      .map(component => ({type: 'component', time, ...component})),
    ...[...was.keys()].filter(name => !now.has(name)).map(name => ({type: 'component-gone', time, name})),
    ...after.problems
      .filter(problem => problems.get(problem.key) !== JSON.stringify(problem))
      .map(problem => ({type: 'problem', time, ...problem})),
    ...[...problems.keys()].filter(key => !open.has(key)).map(key => ({type: 'problem-gone', time, key})),
    ...after.lately
      .filter(happening => !known.has(JSON.stringify(happening)))
      .toReversed()
      .map(({at, ...happening}) => ({type: 'happening', time: new Date(at).toISOString(), ...happening})),
  ];
  const isTold = before.trouble === after.trouble && healthLine(before) === healthLine(after);
  return isTold ? records : [...records, {type: 'health', time, ...headOf(after)}];
};
