import type {Intention} from '../../engine/intentions.js';
import type {ComponentState} from '../../engine/state.js';
import {blockedBySkip} from '../../engine/waits.js';
import {listed} from '../../report/ascii.js';
import type {Intent} from '../keys.js';
import type {RunView} from '../ports.js';
import type {Question} from '../question.js';

/** What becomes of a key that steers the run: an intention, a question before it, or a sentence why not. */
export type Control =
  | {readonly intention: Intention}
  | {readonly question: Question; readonly intention: Intention}
  | {readonly notice: string};

/** Keys that steer a run; each is read with the component that the cursor is on. */
const controls: Partial<Record<Intent, (view: RunView, component: ComponentState | undefined) => Control>> = {
  retry: (_, component) =>
    component !== undefined && mayBeRetried(component)
      ? {intention: {type: 'retry', component: component.blockedBy ?? component.name}}
      : {notice: 'Choose a component that failed, is skipped or tries again.'},
  skip: ({state}, component) => {
    if (component === undefined || !mayBeSkipped.has(component.state)) {
      return {notice: 'Choose a component that is not there yet.'};
    }
    const held = blockedBySkip(state, component.name).toSorted();
    return {
      question: {
        question: `Skip ${component.name}?`,
        about: [
          held.length === 0
            ? 'Nothing else needs it.'
            : `${held.length} ${held.length === 1 ? 'needs' : 'need'} it and will be blocked: ${listed(held, 12)}.`,
          'What is there of it stays; r takes it up again.',
        ],
        items: [
          {key: 'stay', label: 'Go on with it'},
          {key: 'skip', label: 'Skip it'},
        ],
      },
      intention: {type: 'skip', component: component.name},
    };
  },
  lengthen: (_, component) =>
    component !== undefined && moving.has(component.state)
      ? {intention: {type: 'lengthen', component: component.name}}
      : {notice: 'Choose a component that moves.'},
  pause: ({state}) => ({intention: {type: state.run.mode === 'going' ? 'pause' : 'resume'}}),
  stop: ({state: {run}}) => ({
    intention: {type: run.mode === 'stopping' && run.stoppedBy === null ? 'resume' : 'stop'},
  }),
};

/** Keys that steer the run and have nothing to do with this component now; the footer leaves them out. */
export const idleControls = (view: RunView, component: string | undefined): readonly Intent[] => {
  const one = view.state.components[component ?? ''];
  const isRunning =
    view.phase === 'running' && view.wheel?.isOurs === true && view.state.run.finishing === null;
  if (one === undefined || !isRunning) {
    return ['retry', 'skip', 'lengthen'];
  }
  const isStalled = one.stalled !== null;
  return [
    ...(mayBeRetried(one) ? [] : (['retry'] as const)),
    ...(one.state === 'failed' || isStalled || one.postponed !== null ? [] : (['skip'] as const)),
    ...(isStalled ? [] : (['lengthen'] as const)),
  ];
};

const mayBeRetried = ({state, postponed}: ComponentState): boolean =>
  state === 'failed' || state === 'skipped' || state === 'blocked' || postponed !== null;

const moving: ReadonlySet<string> = new Set(['applying', 'rolling-out', 'removing']);
const mayBeSkipped: ReadonlySet<string> = new Set([...moving, 'planned', 'failed', 'blocked']);

/** What a key means for a run: nothing once it is over, and only a word where somebody else has the wheel. */
export const controlOf = (
  intent: Intent,
  view: RunView,
  component: string | undefined,
): Control | undefined => {
  const control = controls[intent];
  if (control === undefined || view.wheel === null) {
    return undefined;
  }
  if (view.phase !== 'running' || view.state.run.finishing !== null) {
    return {notice: view.phase === 'preparing' ? 'It has not begun yet.' : 'It is ending.'};
  }
  return view.wheel.isOurs
    ? control(view, component === undefined ? undefined : view.state.components[component])
    : {notice: 'The wheel is not here: w takes it, then this key works.'};
};
