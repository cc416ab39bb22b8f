import {type ComponentChange, type Drift, toDo} from '../plan/changes.js';
import {ascii, counted, listed} from './ascii.js';

/** How an action is marked in front of a row. */
export const changeMarks = {
  create: '+',
  change: '~',
  leave: '=',
  remove: 'x',
  drifted: '!',
} as const satisfies Record<ComponentChange['action'], string>;

/** Fields of one object that are named; a changed template alone may have dozens. */
const mostFields = 4;

/** What a run would change, for a person. */
export const changeLines = (changes: readonly ComponentChange[]): string[] => {
  const todo = toDo(changes);
  if (todo.length === 0) {
    return ['Nothing to do: the cluster holds all of it as the profile says.'];
  }
  return [`${tally(changes)}.`, ...todo.flatMap(linesOf)].map(line => line.trimEnd());
};

/** `1 to create, 2 to change, 40 left alone`. */
export const tally = (changes: readonly ComponentChange[]): string => {
  const count = (action: ComponentChange['action'], text: string): string[] => {
    const number = changes.filter(change => change.action === action).length;
    return number === 0 ? [] : [`${number} ${text}`];
  };
  return [
    ...count('create', 'to create'),
    ...count('change', 'to change'),
    ...count('drifted', 'drifted'),
    ...count('remove', 'on the cluster and off in the profile'),
    ...count('leave', 'left alone'),
  ].join(', ');
};

const linesOf = (change: ComponentChange): string[] => [
  `  ${changeMarks[change.action]} ${change.component}: ${headOf(change)}`,
  ...(change.keys.length > 0 ? [`      values: ${listed(change.keys)}`] : []),
  ...change.objects.map(
    ({object, action, fields}) =>
      `      ${action} ${object}${fields.length > 0 ? `: ${listed(fields, mostFields)}` : ''}`,
  ),
  ...(change.restarts.length > 0 ? [`      pods are replaced: ${change.restarts.join(', ')}`] : []),
  ...change.refused.map(text => `      the API will refuse ${ascii(text)}`),
  ...change.drift.map(drift => `      ${ascii(driftText(drift))}`),
];

const headOf = ({action, component, reasons, drift}: ComponentChange): string => {
  switch (action) {
    case 'create':
      return 'is created';
    case 'remove':
      return `${reasons.join('; ')}; "genestack remove ${component}" takes it away`;
    case 'drifted':
      return `${counted(drift.length, 'object')} changed by another hand; left so, or set right by install --correct`;
    default:
      return reasons.join('; ');
  }
};

/** `Deployment openstack/neutron-server: spec.replicas 2 -> 3, by kubectl-edit, 2026-11-23 14:03:22`. */
export const driftText = ({object, fields, from, to, manager, time}: Drift): string => {
  if (fields.length === 0) {
    return `${object} is gone`;
  }
  const values = from === null && to === null ? '' : ` ${from ?? 'nothing'} → ${to ?? 'nothing'}`;
  const who = manager === null ? ', taken away by somebody' : `, by ${manager}`;
  const when = time === null ? '' : `, ${time.slice(0, 19).replace('T', ' ')}`;
  return `${object}: ${listed(fields, mostFields)}${values}${who}${when}`;
};
