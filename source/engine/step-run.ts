import {exitCodes, GenestackError} from '../errors.js';
import type {PlanStep} from '../plan/plan.js';
import {countAttempts} from './attempts.js';
import type {Backend, Clocks, PassingCause, Progress, Quiet, StepResult} from './backend.js';
import type {Untimed} from './events.js';
import {stallClock} from './stall-clock.js';

export interface StepHands extends Clocks {
  readonly backend: Backend;
  tell(event: Untimed): void;
  /** Undefined for what does not pass by itself. */
  passing(thrown: unknown): PassingCause | undefined;
  readonly quiet: Quiet;
  /** Milliseconds since 1970 when the world was last heard of; undefined where nobody knows. */
  heardAt(): number | undefined;
  /** It waits inside itself for what it overlaps. */
  isHeld(): boolean;
}

/** How a step ended; `isEnded`: because it was asked to. */
export type Settled = {readonly result: StepResult} | {readonly thrown: unknown; readonly isEnded: boolean};

/** One step while it runs, all its attempts. */
export interface StepRun {
  /** Never rejects. */
  readonly settled: Promise<Settled>;
  readonly isEnding: boolean;
  /** Asks it to end; the first reason counts. */
  end(reason: Error): void;
  /** A sign of life. */
  moved(): void;
  /** Adds its patience once more; returns what it is then, in seconds. */
  lengthen(): number;
  /** Begins the next attempt now, where it waits for that. */
  tryNow(): void;
}

/** Runs a step until it ends, again and again where what it fails of may pass, under its stall clock. */
export const runStep = (step: PlanStep, hands: StepHands): StepRun => {
  const {tell, clock, elapsed, after} = hands;
  const controller = new AbortController();
  const {signal} = controller;
  const at = {step: step.id, component: step.component};
  const attempts = countAttempts(hands.random);
  let last: Progress | undefined;
  /** Until it is seen to get on. */
  let postponed: PassingCause | undefined;
  let isOver = false;
  let isEnded = false;
  let tryNow = () => {};

  const clockwork = stallClock(hands.quiet, hands, hands.heardAt, {
    isHeld: hands.isHeld,
    isWaitedOut: () => postponed?.boundSeconds === null,
    stalled(since, until) {
      const cause = postponed?.text ?? last?.waitsFor ?? '';
      tell({type: 'step-stalled', ...at, since: iso(since), until: iso(until), cause});
    },
    moved: () => tell({type: 'step-moved', ...at}),
    givenUp: seconds => controller.abort(givenUp(step, seconds, postponed?.text ?? last?.waitsFor ?? '')),
  });

  const context = {
    signal,
    report({ready, desired, waitsFor}: Progress) {
      const wasPostponed = postponed !== undefined;
      postponed = undefined;
      const isSame = last?.ready === ready && last.desired === desired && last.waitsFor === waitsFor;
      // Who looks on has to hear that it is tried no more, also where all is as before.
      if (isOver || (isSame && !wasPostponed)) {
        return;
      }
      if (last === undefined || isMove(last, {ready, desired, waitsFor})) {
        clockwork.moved();
      }
      last = {ready, desired, waitsFor};
      tell({type: 'progress', ...at, ...last});
    },
    note(text: string) {
      if (!isOver) {
        tell({type: 'note', ...at, text});
      }
    },
    moved() {
      postponed = undefined;
      if (!isOver) {
        clockwork.moved();
      }
    },
  };

  /** Resolves when the time is over or a person does not want to wait; rejects when the step is to end. */
  const pause = (milliseconds: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const finish = (how: () => void) => {
        callOff();
        signal.removeEventListener('abort', abort);
        how();
      };
      const abort = () => finish(() => reject(signal.reason));
      const callOff = after(milliseconds, () => finish(resolve));
      signal.addEventListener('abort', abort, {once: true});
      tryNow = () => finish(resolve);
    });

  const work = async (): Promise<StepResult> => {
    for (;;) {
      const begun = elapsed();
      try {
        return await hands.backend.run(step, context);
      } catch (thrown) {
        const cause = signal.aborted ? undefined : hands.passing(thrown);
        const next = cause && attempts.afterFailure(cause, begun, elapsed());
        if (cause === undefined || next === undefined) {
          throw thrown;
        }
        postponed = cause;
        const when = iso(clock() + next.pause);
        tell({type: 'step-postponed', ...at, attempt: next.attempt, at: when, why: cause.text});
        await pause(next.pause);
        tryNow = () => {};
        tell({type: 'step-attempted', ...at, attempt: next.attempt});
      }
    }
  };

  const over = <T>(value: T): T => {
    isOver = true;
    clockwork.stop();
    return value;
  };

  return {
    settled: work().then(
      result => over({result}),
      thrown => over({thrown: isEnded ? thrown : (signal.reason ?? thrown), isEnded}),
    ),
    get isEnding() {
      return signal.aborted;
    },
    end(reason) {
      isEnded ||= !signal.aborted;
      controller.abort(reason);
    },
    moved: context.moved,
    lengthen: clockwork.lengthen,
    tryNow: () => tryNow(),
  };
};

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** A number that grows in a sentence (how often, how long) is no sign of life: a crash loop counts, too. */
const isMove = (before: Progress, now: Progress): boolean =>
  before.ready !== now.ready ||
  before.desired !== now.desired ||
  before.waitsFor.replaceAll(/\d+/g, '') !== now.waitsFor.replaceAll(/\d+/g, '');

const givenUp = ({id}: PlanStep, seconds: number, waitsFor: string): GenestackError =>
  new GenestackError(
    'GS-ENG-03',
    `${id} showed no sign of life for ${Math.round(seconds / 60)} min and was given up${waitsFor === '' ? '' : `; it waited for ${waitsFor}`}`,
    'Look at it with kubectl and mend the cause, then retry it (r) or run this again; it goes on from here',
    exitCodes.failed,
  );
