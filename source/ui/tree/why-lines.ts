import type {Inquiry} from '../../cluster/observation.js';
import type {ComponentState} from '../../engine/state.js';
import {nth, sentence} from '../../report/ascii.js';
import {clockTime} from '../../report/clock-time.js';
import type {RunView} from '../ports.js';
import type {Theme} from '../theme.js';
import {blocks, labelled, paragraph} from './labelled.js';
import {type Line, piece} from './piece.js';
import type {RowTarget} from './row-target.js';
import {type Tail, tailLines} from './tail.js';
import {waitsChains} from './waits-chain.js';

/** Of a component's Helm so many of the last lines are shown. */
const toolLines = 12;

/** The question that a target's state asks. */
export const whyTitle = (target: RowTarget, view: RunView): string => {
  const {component, workload, pod} = target;
  if (component === '') {
    return `Why is ${nameOf(target)} as it is?`;
  }
  const workloads = view.observation.get(component) ?? [];
  const ofWorkload = workloads.find(({name}) => name === workload);
  const ofPod = workloads.flatMap(({pods}) => pods).find(({name}) => name === pod);
  if (pod !== undefined) {
    return ofPod?.isReady ? `${pod} is ready` : `Why is ${pod} not ready?`;
  }
  if (workload !== undefined) {
    return ofWorkload?.state === 'ready' ? `${workload} is ready` : `Why is ${workload} not ready?`;
  }
  switch (view.state.components[component]?.state) {
    case 'ready':
    case 'verified':
      return `${component} is ready`;
    case 'planned':
      return `Why has ${component} not begun?`;
    case 'blocked':
      return `Why is ${component} blocked?`;
    case 'failed':
      return `Why did ${component} fail?`;
    default:
      return `Why is ${component} not ready?`;
  }
};

/** What a target is called in a sentence. */
export const nameOf = ({component, workload, pod}: RowTarget): string =>
  component || (pod ?? workload ?? '').replace('/', ' ');

/** What stands right in the header. */
export const whyCode = (target: RowTarget, inquiry: Inquiry, view: RunView): string =>
  inquiry.code || (view.state.components[target.component]?.error?.code ?? '');

/** Everything that is known of why a row is as it is, as lines of a screen of this width. */
export const whyLines = (
  target: RowTarget,
  inquiry: Inquiry,
  view: RunView,
  theme: Theme,
  columns: number,
  tail: Tail | null = null,
): readonly Line[] => {
  const component = view.state.components[target.component];
  const {error = null, notes = []} = component ?? {};
  const chain = inquiry.chain.join(` ${theme.glyphs.path} `);
  const helm = (view.toolLines[target.component] ?? []).slice(-toolLines);
  return blocks(
    paragraph(chain, columns, 'title'),
    [
      // Where the error is the answer, the answer holds it.
      ...(error === null || inquiry.sentence.includes(error.message)
        ? []
        : paragraph(sentence(error.message), columns, 'failed')),
      ...paragraph(inquiry.sentence, columns),
    ],
    [
      ...labelled('Do', inquiry.remedy || (error?.remedy ?? ''), columns, {meaning: 'attention'}),
      ...labelled('Type', inquiry.command ?? '', columns),
      ...labelled('Again', againText(component), columns, {meaning: 'attention'}),
      ...labelled('Stalled', stalledText(component), columns, {meaning: 'attention'}),
      ...labelled('Waits', waitsText(component, view, theme), columns),
      ...inquiry.seen.flatMap((line, index) => labelled(index === 0 ? 'Seen' : '', line, columns)),
      ...notes.flatMap((line, index) => labelled(index === 0 ? 'Notes' : '', line, columns)),
      ...labelled('Asked', askedText(inquiry, view), columns, {meaning: 'faint'}),
    ],
    tailLines(tail, inquiry, columns),
    labelled('What', whatText(target, view), columns, {meaning: 'faint'}),
    helm.length === 0
      ? []
      : [
          [piece(' Last lines of helm', 'title')],
          ...helm.flatMap(line => labelled('', line, columns, {width: 2})),
        ],
  );
};

const againText = (component: ComponentState | undefined): string => {
  const {at, attempt, why} = component?.postponed ?? {at: null, attempt: 0, why: ''};
  const when = at === null ? 'now' : `at ${clockTime(at)}`;
  return attempt === 0 ? '' : `Tries ${when}, for the ${nth(attempt)} time: ${why}. r tries at once.`;
};

const stalledText = (component: ComponentState | undefined): string =>
  component?.stalled == null
    ? ''
    : `No sign of life since ${clockTime(component.stalled.since)}; given up at ${clockTime(component.stalled.until)} if none comes. + gives it more time.`;

const waitsText = (component: ComponentState | undefined, {state}: RunView, theme: Theme): string => {
  const chain = component && waitsChains(state).get(component.name);
  return chain === undefined || chain.names.length === 0
    ? ''
    : [...chain.names, chain.reason].filter(part => part !== '').join(theme.isAscii ? ' <- ' : ' ← ');
};

const askedText = ({asOf}: Inquiry, {state}: RunView): string => {
  const time = clockTime(asOf);
  const whose = state.run.simulatedNodes > 0 ? '; nodes and their pods are simulated' : '';
  return time === '' ? '' : `${time}, from the API${whose}`;
};

const whatText = ({component}: RowTarget, {plan, standIns}: RunView): string => {
  const planned = plan.components.find(({name}) => name === component);
  return [
    planned?.row ?? '',
    planned?.chart == null ? '' : `chart ${planned.chart}`,
    planned?.version ?? '',
    standIns.includes(component) ? 'a stand-in, not the real chart' : '',
    planned?.namespace == null ? '' : `namespace ${planned.namespace}`,
  ]
    .filter(part => part !== '')
    .join(', ');
};
