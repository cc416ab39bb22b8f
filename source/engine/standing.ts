import {exitCodes, GenestackError} from '../errors.js';
import type {Untimed} from './events.js';
import type {Schedule, Scheduled} from './schedule.js';
import type {StepRun} from './step-run.js';

export interface Running extends StepRun {
  /** What becomes of it when it ends because it was asked to; interrupted where nothing else is said. */
  fate?: {readonly state: 'blocked'; readonly by: string} | {readonly state: 'skipped' | 'waiting'};
}

/** How the steps of a run stand, changed by their ends and by a person; every change is told. */
export interface Standing {
  /** Everything that needs a lost step is blocked, or asked to end where it runs. */
  holdBack(lost: Scheduled, by: string): void;
  /** A running step has ended because it was asked to. */
  endedAsAsked(step: Scheduled, fate: Running['fate']): void;
  /** A plan whose steps wait for one another, or for a step it does not have, ends with a sentence instead of never. */
  giveUp(): void;
  /** Returns whether there was anything to retry. */
  retry(component: string): boolean;
  /** Returns whether there was anything to skip. */
  skip(component: string): boolean;
}

export const standing = (
  {board, heldBackBy}: Schedule,
  running: ReadonlyMap<string, Running>,
  tell: (event: Untimed) => void,
): Standing => {
  const all = Object.values(board);
  const of = ({id, component}: Scheduled) => ({step: id, component});

  const block = (step: Scheduled, by: string) => {
    step.state = 'blocked';
    step.blockedBy = by;
    tell({type: 'step-blocked', ...of(step), by});
  };

  const reopen = (step: Scheduled) => {
    step.state = 'waiting';
    step.blockedBy = undefined;
    tell({type: 'step-reopened', ...of(step)});
  };

  const leaveOut = (step: Scheduled) => {
    step.state = 'skipped';
    step.blockedBy = undefined;
    tell({type: 'step-skipped', ...of(step)});
  };

  const holdBack = (lost: Scheduled, by: string) => {
    for (const step of heldBackBy(lost.id)) {
      const entry = running.get(step.id);
      if (entry === undefined) {
        block(step, by);
      } else if (entry.fate === undefined && !entry.isEnding) {
        entry.fate = {state: 'blocked', by};
        entry.end(new Error(`${by} is not there, and ${step.component} waits for it`));
      }
    }
  };

  /** What was reopened may be held back by another that failed or is skipped. */
  const holdBackAgain = () => {
    for (const step of all) {
      if (step.state === 'failed' || step.state === 'skipped') {
        holdBack(step, step.component);
      }
    }
  };

  /** What runs and was asked to end because of a component, or with it. */
  const endingFor = (component: string): Running[] =>
    all.flatMap(step => {
      const entry = running.get(step.id);
      const isIts =
        (entry?.fate?.state === 'blocked' && entry.fate.by === component) ||
        (entry?.fate?.state === 'skipped' && step.component === component);
      return entry !== undefined && isIts ? [entry] : [];
    });

  return {
    holdBack,
    endedAsAsked(step, fate) {
      switch (fate?.state) {
        case 'blocked':
          block(step, fate.by);
          holdBack(step, fate.by);
          break;
        case 'skipped':
          leaveOut(step);
          holdBack(step, step.component);
          break;
        case 'waiting':
          reopen(step);
          holdBackAgain();
          break;
        default:
          step.state = 'interrupted';
          tell({type: 'step-interrupted', ...of(step)});
      }
    },
    giveUp() {
      for (const step of all) {
        if (step.state === 'waiting') {
          const open = step.needs.filter(
            ({kind, step: id}) => kind !== 'uses' && board[id]?.state !== 'done',
          );
          step.state = 'failed';
          const {code, message, remedy} = neverBegins(
            step,
            open.map(need => need.step),
          );
          tell({type: 'step-failed', ...of(step), code, message, remedy, seconds: 0});
          holdBack(step, step.component);
        }
      }
    },
    retry(component) {
      const isLost = ({state}: Scheduled) => state === 'failed' || state === 'skipped';
      const lost = all.filter(step => step.component === component && isLost(step));
      const held = all.filter(step => step.state === 'blocked' && step.blockedBy === component);
      const ending = endingFor(component);
      if (lost.length + ending.length === 0) {
        return false;
      }
      tell({type: 'retried', component});
      [...lost, ...held].forEach(reopen);
      for (const entry of ending) {
        entry.fate = {state: 'waiting'};
      }
      holdBackAgain();
      return true;
    },
    skip(component) {
      const own = all.filter(step => step.component === component);
      const entries = own.flatMap(step => running.get(step.id) ?? []);
      const rest = own.filter(({state}) => state === 'waiting' || state === 'failed' || state === 'blocked');
      if (entries.length + rest.length === 0) {
        return false;
      }
      tell({type: 'skipped', component});
      rest.forEach(leaveOut);
      for (const step of rest) {
        holdBack(step, component);
      }
      for (const entry of entries) {
        entry.fate = {state: 'skipped'};
        entry.end(new Error(`${component} is skipped`));
      }
      return true;
    },
  };
};

const neverBegins = ({id}: Scheduled, open: readonly string[]): GenestackError =>
  new GenestackError(
    'GS-ENG-02',
    `${id} can never begin: it waits for ${open.join(', ')}`,
    'Correct the needs of these components in assets/components; this is an error of the catalogue',
    exitCodes.failed,
  );
