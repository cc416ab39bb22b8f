import {clockTime} from '../report/clock-time.js';
import {healthOf, type MonitoredComponent, type MonitorView, type Problem} from './view.js';

/** `all well`, `all well but 1`, `3 of 38 not well`: one line of health. */
export const healthLine = (view: Pick<MonitorView, 'components' | 'problems' | 'isComplete'>): string => {
  const {isWell, isEmpty, well, total, now, coming} = healthOf(view);
  if (!view.isComplete) return 'looking';
  if (isEmpty) return 'nothing of Genestack is seen';
  const soon = coming === 0 ? '' : `, ${coming} coming`;
  if (isWell) return `all well${soon}`;
  const notWell = total - well;
  return `${notWell <= 1 && now <= 1 ? 'all well but 1' : `${Math.max(notWell, now)} not well`}${soon}`;
};

const wordOf = (state: MonitoredComponent['state']): string => state.replace('-', ' ');

const counts = ({ready, desired}: Pick<Problem, 'ready' | 'desired'>): string =>
  ready === null || desired === null ? '' : ` ${ready}/${desired}`;

export const problemLine = ({weight, what, text, code, behind, ...count}: Problem): string =>
  `${weight === 'attention' ? 'attention' : wordOf(weight)}  ${what}${counts(count)}  ${text}${code === '' ? '' : ` (${code})`}${
    behind.length === 0 ? '' : `; ${behind.length} wait behind it: ${behind.join(', ')}`
  }`;

const groups = ['Kubernetes', 'OpenStack', 'Monitoring'] as const;

/** The whole picture for a person, a line each. */
export const monitorLines = (view: MonitorView): string[] => {
  const {components, nodes, problems, unseen, lately} = view;
  const named = nodes.filter(({name}) => name !== '');
  const ready = named.filter(({isReady}) => isReady).length;
  return [
    `${view.context}, ${view.server}, Kubernetes ${view.version}${view.isRehearsal ? ', simulated nodes' : ''}; read only, as of ${clockOf(view.asOf)}`,
    `Health  ${healthLine(view)}`,
    ...groups.flatMap(group => {
      const own = components.filter(component => component.group === group);
      const well = own.filter(({state}) => state === 'ready').length;
      return own.length === 0 ? [] : [`${group}  ${well} of ${own.length} ready`];
    }),
    ...(named.length === 0 ? [] : [`Nodes  ${ready} of ${named.length} ready`]),
    ...(view.driver === null ? [] : [`Driver  ${view.driver} installs at the moment`]),
    ...(problems.length === 0 ? [] : ['Problems', ...problems.map(problem => `  ${problemLine(problem)}`)]),
    ...(lately.length === 0
      ? []
      : ['Lately', ...lately.slice(0, 10).map(({at, what, text}) => `  ${clockOf(at)}  ${what} ${text}`)]),
    ...(unseen.length === 0 ? [] : [`May not see ${unseen.join(', ')}.`]),
    ...(view.trouble === '' ? [] : [`The API is not heard of: ${view.trouble}`]),
  ];
};

const clockOf = (at: number | null): string =>
  at === null ? 'never' : clockTime(new Date(at).toISOString());
