import {exitCodes, GenestackError, messageOf} from '../errors.js';
import {type Plan, parseStepId} from '../plan/plan.js';
import type {After, Backend, Quiet} from './backend.js';
import type {Outcome, Untimed} from './events.js';
import type {Intention} from './intentions.js';
import type {RunOptions} from './run.js';
import {createRunMode} from './run-mode.js';
import {type Scheduled, schedule} from './schedule.js';
import {type Running, standing} from './standing.js';
import {runStep, type Settled} from './step-run.js';

const realAfter: After = (milliseconds, call) => {
  const timer = setTimeout(call, milliseconds);
  return () => clearTimeout(timer);
};

const realElapsed = (): number => performance.now();

/** For who says nothing of it. */
const patient: Quiet = {quietSeconds: 600, patienceSeconds: 14_400};

/**
 * Runs a plan at once; `finished` is the last that is told.
 * @returns how to end it before: every step is asked to end, and none runs any more when that resolves.
 */
export const drive = (
  plan: Plan,
  backend: Backend,
  options: RunOptions,
  tell: (event: Untimed) => void,
): {end(): Promise<void>} => {
  const {clock, signal, elapsed = realElapsed, after = realAfter, random = Math.random} = options;
  const steps = schedule(plan, options.slots ?? 6);
  const all = Object.values(steps.board);
  const running = new Map<string, Running>();
  const stand = standing(steps, running, tell);
  const mode = createRunMode(signal?.aborted ?? false, tell);
  let isAwaiting = false;
  let isOver = false;

  const of = ({id, component}: Scheduled) => ({step: id, component});
  const ofComponent = (component: string) => all.filter(step => step.component === component);

  const begin = (step: Scheduled) => {
    const startedAt = elapsed();
    const entry: Running = runStep(step, {
      ...{backend, tell, clock, elapsed, after, random},
      passing: options.passing ?? (() => undefined),
      quiet: options.quiet?.(step) ?? patient,
      heardAt: options.heardAt ?? (() => undefined),
      isHeld: () =>
        step.needs.some(need => need.kind === 'overlaps' && steps.board[need.step]?.state !== 'done'),
    });
    running.set(step.id, entry);
    void entry.settled.then(settled => {
      running.delete(step.id);
      ended(step, entry, settled, (elapsed() - startedAt) / 1000);
      advance();
    });
  };

  const ended = (step: Scheduled, {fate}: Running, settled: Settled, seconds: number) => {
    if ('result' in settled) {
      step.state = 'done';
      tell({type: 'step-finished', ...of(step), result: settled.result, seconds});
      for (const one of overlappers(step)) {
        one.moved();
      }
    } else if (settled.isEnded) {
      stand.endedAsAsked(step, fate);
    } else {
      const {code, message, remedy} = asGenestackError(step, settled.thrown);
      step.state = 'failed';
      tell({type: 'step-failed', ...of(step), code, message, remedy, seconds});
      if (options.onFailure === 'stop') {
        mode.stopAfterFailure(step.component);
      }
      stand.holdBack(step, step.component);
    }
  };

  /** What waited inside itself for a step has only now begun to be quiet. */
  const overlappers = ({id}: Scheduled): Running[] =>
    all.flatMap(step => {
      const entry = running.get(step.id);
      return entry && step.needs.some(need => need.kind === 'overlaps' && need.step === id) ? [entry] : [];
    });

  const advance = () => {
    while (!isOver && mode.name === 'going') {
      const step = steps.next();
      if (step === undefined) {
        break;
      }
      isAwaiting = false;
      step.state = 'running';
      tell({type: 'step-started', ...of(step)});
      begin(step);
    }
    if (isOver || running.size > 0) {
      return;
    }
    if (mode.name === 'going') {
      stand.giveUp();
    }
    if (mode.name === 'paused' && all.some(step => step.state === 'waiting')) {
      return;
    }
    if (mode.mayAwait && all.some(step => step.state === 'failed')) {
      if (!isAwaiting) {
        isAwaiting = true;
        tell({type: 'awaiting'});
      }
      return;
    }
    isOver = true;
    stopListening();
    tell({type: 'finished', outcome: outcomeOf(all, mode.stoppedBy)});
  };

  const retry = (component: string) => {
    for (const {id} of ofComponent(component)) {
      running.get(id)?.tryNow();
    }
    if (stand.retry(component)) {
      isAwaiting = false;
      if (mode.stoppedBy !== null) {
        mode.resume();
      }
    }
  };

  const skip = (component: string) => {
    if (stand.skip(component)) {
      isAwaiting = false;
    }
  };

  const lengthen = (component: string) => {
    const patience = ofComponent(component).flatMap(({id}) => running.get(id)?.lengthen() ?? []);
    if (patience.length > 0) {
      tell({type: 'lengthened', component, patienceSeconds: Math.max(...patience)});
    }
  };

  const interrupt = () => {
    if (mode.name === 'interrupting' || isOver) {
      return;
    }
    mode.interrupt();
    tell({type: 'interrupting', finishing: [...running.keys()].filter(isWriting)});
    for (const entry of running.values()) {
      entry.end(signal?.reason instanceof Error ? signal.reason : new Error('interrupted'));
    }
    advance();
  };

  const intend = (intention: Intention) => {
    if (isOver || mode.name === 'interrupting') {
      return;
    }
    switch (intention.type) {
      case 'retry':
        retry(intention.component);
        break;
      case 'skip':
        skip(intention.component);
        break;
      case 'lengthen':
        lengthen(intention.component);
        break;
      case 'pause':
        mode.pause();
        break;
      case 'resume':
        mode.resume();
        break;
      case 'stop':
        mode.stop();
        break;
      case 'abort':
        interrupt();
        break;
      case 'attend':
      case 'leave':
        mode.attend(intention.type === 'attend');
        break;
      default:
        intention satisfies never;
    }
    advance();
  };

  let stopListening = () => {};
  tell({
    type: 'started',
    run: options.run,
    enginePid: options.enginePid,
    cluster: options.cluster,
    simulatedNodes: options.simulatedNodes,
  });
  signal?.addEventListener('abort', interrupt, {once: true});
  const stopIntentions = options.intentions?.listen(intend);
  stopListening = () => {
    signal?.removeEventListener('abort', interrupt);
    stopIntentions?.();
  };
  if (isOver) {
    stopListening();
  }
  advance();

  return {
    async end() {
      stopListening();
      mode.interrupt();
      for (const entry of running.values()) {
        entry.end(new Error('nobody reads the run any more'));
      }
      await Promise.all([...running.values()].map(entry => entry.settled));
    },
  };
};

/** Looking can end at once; only what writes has something to finish. */
const isWriting = (id: string): boolean => ['prepare', 'apply', 'remove'].includes(parseStepId(id).action);

const outcomeOf = (steps: readonly Scheduled[], stoppedBy: string | null): Outcome => {
  if (steps.every(step => step.state === 'done')) {
    return 'succeeded';
  }
  const isCutShort = steps.some(step => step.state === 'waiting' || step.state === 'interrupted');
  return isCutShort && stoppedBy === null ? 'interrupted' : 'failed';
};

const asGenestackError = (step: Scheduled, thrown: unknown): GenestackError =>
  thrown instanceof GenestackError
    ? thrown
    : new GenestackError(
        'GS-ENG-01',
        `${step.id} ended with an error that nobody expected: ${messageOf(thrown)}`,
        'Start again, it goes on from what is there; if it comes back, report it with this sentence',
        exitCodes.failed,
        {cause: thrown},
      );
