import {healthLine} from '../../monitor/lines.js';
import type {MonitorView, Problem} from '../../monitor/view.js';

/** So many of what happened are read out. */
const mostSaid = 5;

/** The picture as sentences, one a line and the most important first: for who listens, and for a line of forty characters. */
export const spokenLines = (view: MonitorView): readonly string[] => {
  const {problems, nodes, lately, unseen, trouble} = view;
  const named = nodes.filter(({name}) => name !== '');
  const ready = named.filter(({isReady}) => isReady).length;
  return [
    ...(trouble === '' ? [] : [`The cluster is not heard of. ${trouble}.`]),
    `${capital(healthLine(view))}.`,
    ...problems.map(said),
    ...(named.length === 0 ? [] : [`${ready} of ${named.length} nodes are ready.`]),
    ...lately.slice(0, mostSaid).map(({at, what, text}) => `At ${timeOf(at)}, ${what} ${text}.`),
    ...(unseen.length === 0 ? [] : [`You may not see ${unseen.join(', ')}.`]),
  ];
};

const said = ({what, text, weight, behind, ready, desired}: Problem): string =>
  [
    `${weight === 'failed' ? 'Failed' : weight === 'rolling-out' ? 'Not ready yet' : 'Attention'}: ${what}`,
    ready === null || desired === null ? '' : `, ${ready} of ${desired}`,
    `: ${text}.`,
    behind.length === 0 ? '' : ` ${behind.length} more wait for it.`,
  ].join('');

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

const timeOf = (at: number): string => {
  const date = new Date(at);
  return `${date.getHours()} ${String(date.getMinutes()).padStart(2, '0')}`;
};
