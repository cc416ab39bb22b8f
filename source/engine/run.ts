import {exitCodes, GenestackError, messageOf} from '../errors.js';
import type {Plan} from '../plan/plan.js';
import {parseStepId} from '../plan/plan.js';
import type {Backend, Progress, StepResult} from './backend.js';
import type {EngineEvent, Outcome} from './events.js';
import type {Intentions} from './intentions.js';
import {type Queue, queue} from './queue.js';
import {type Scheduled, schedule} from './schedule.js';

export interface RunOptions {
  /** How many components are applied at the same time. */
  readonly slots?: number;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Aborted by Ctrl-C: nothing new begins and what runs is asked to end. */
  readonly signal?: AbortSignal;
  readonly run: string;
  /** What a person wants meanwhile. */
  readonly intentions?: Intentions;
  readonly enginePid: number;
  readonly cluster: string;
  readonly simulatedNodes: number;
}

// biome-ignore lint/suspicious/noExplicitAny: Omit must distribute over the union of events.
type Untimed = EngineEvent extends infer E ? (E extends any ? Omit<E, 'time'> : never) : never;

interface Running {
  readonly controller: AbortController;
  readonly settled: Promise<void>;
  /** The failed component because of which it is ended. */
  blockedBy?: string;
}

/**
 * Runs a plan and tells what happens, in order; the last event is `finished`. A failed step ends nothing but what needs it.
 * Whoever stops reading early aborts the run; the iteration ends when every step has.
 */
export async function* run(
  plan: Plan,
  backend: Backend,
  options: RunOptions,
): AsyncGenerator<EngineEvent, void, void> {
  const events = queue<EngineEvent>();
  const engine = start(plan, backend, options, events);
  try {
    for (;;) {
      const event = await events.take();
      yield event;
      if (event.type === 'finished') {
        return;
      }
    }
  } finally {
    await engine.end();
  }
}

const start = (
  plan: Plan,
  backend: Backend,
  options: RunOptions,
  events: Queue<EngineEvent>,
): {end(): Promise<void>} => {
  const {clock, signal} = options;
  const steps = schedule(plan, options.slots ?? 6);
  const running = new Map<string, Running>();
  let stopping = signal?.aborted ?? false;

  const tell = (event: Untimed) =>
    events.put({time: new Date(clock()).toISOString(), ...event} as EngineEvent);

  const begin = (step: Scheduled) => {
    const controller = new AbortController();
    const startedAt = clock();
    const at = {step: step.id, component: step.component};
    const seconds = () => Math.max(0, clock() - startedAt) / 1000;
    let last: Progress | undefined;
    step.state = 'running';
    tell({type: 'step-started', ...at});
    const isRunning = () => step.state === 'running';
    const work = async () =>
      backend.run(step, {
        signal: controller.signal,
        report(progress) {
          const {ready, desired, waitsFor} = progress;
          const isNews = last?.ready !== ready || last.desired !== desired || last.waitsFor !== waitsFor;
          if (isRunning() && isNews) {
            last = {ready, desired, waitsFor};
            tell({type: 'progress', ...at, ...last});
          }
        },
        note(text) {
          if (isRunning()) {
            tell({type: 'note', ...at, text});
          }
        },
      });
    const finished = (result: StepResult) => {
      step.state = 'done';
      tell({type: 'step-finished', ...at, result, seconds: seconds()});
    };
    const rejected = (thrown: unknown) => {
      if (entry.blockedBy !== undefined) {
        block(step, entry.blockedBy);
        holdBack(step, entry.blockedBy);
      } else if (controller.signal.aborted) {
        step.state = 'interrupted';
        tell({type: 'step-interrupted', ...at});
      } else {
        step.state = 'failed';
        const {code, message, remedy} = asGenestackError(step, thrown);
        tell({type: 'step-failed', ...at, code, message, remedy, seconds: seconds()});
        holdBack(step, step.component);
      }
    };
    const settled = work()
      .then(finished, rejected)
      .then(() => {
        running.delete(step.id);
        advance();
      });
    const entry: Running = {controller, settled};
    running.set(step.id, entry);
  };

  const block = (step: Scheduled, by: string) => {
    step.state = 'blocked';
    tell({type: 'step-blocked', step: step.id, component: step.component, by});
  };

  const holdBack = (failed: Scheduled, by: string) => {
    for (const step of steps.heldBackBy(failed.id)) {
      const entry = running.get(step.id);
      if (entry === undefined) {
        block(step, by);
      } else if (entry.blockedBy === undefined && !entry.controller.signal.aborted) {
        entry.blockedBy = by;
        entry.controller.abort(new Error(`${by} failed, and ${step.component} waits for it`));
      }
    }
  };

  const advance = () => {
    while (!stopping) {
      const step = steps.next();
      if (step === undefined) {
        break;
      }
      begin(step);
    }
    if (running.size > 0) {
      return;
    }
    if (!stopping) {
      giveUp();
    }
    signal?.removeEventListener('abort', interrupt);
    tell({type: 'finished', outcome: outcomeOf(Object.values(steps.board))});
  };

  /** A plan whose steps wait for one another, or for a step it does not have, ends with a sentence instead of never. */
  const giveUp = () => {
    for (const step of Object.values(steps.board)) {
      if (step.state === 'waiting') {
        const open = step.needs.filter(
          need => need.kind !== 'uses' && steps.board[need.step]?.state !== 'done',
        );
        step.state = 'failed';
        tell({
          type: 'step-failed',
          step: step.id,
          component: step.component,
          code: 'GS-ENG-02',
          message: `${step.id} can never begin: it waits for ${open.map(need => need.step).join(', ')}`,
          remedy:
            'Correct the needs of these components in assets/components; this is an error of the catalogue',
          seconds: 0,
        });
        holdBack(step, step.component);
      }
    }
  };

  const interrupt = () => {
    stopping = true;
    const finishing = [...running.keys()].filter(isWriting);
    tell({type: 'interrupting', finishing});
    for (const {controller} of running.values()) {
      controller.abort(signal?.reason);
    }
  };

  signal?.addEventListener('abort', interrupt, {once: true});
  tell({
    type: 'started',
    run: options.run,
    enginePid: options.enginePid,
    cluster: options.cluster,
    simulatedNodes: options.simulatedNodes,
  });
  advance();

  return {
    async end() {
      signal?.removeEventListener('abort', interrupt);
      stopping = true;
      for (const {controller} of running.values()) {
        controller.abort();
      }
      await Promise.all([...running.values()].map(entry => entry.settled));
    },
  };
};

/** Looking can end at once; only what writes has something to finish. */
const isWriting = (id: string): boolean => ['prepare', 'apply', 'remove'].includes(parseStepId(id).action);

const outcomeOf = (steps: readonly Scheduled[]): Outcome => {
  if (steps.some(step => step.state === 'waiting' || step.state === 'interrupted')) {
    return 'interrupted';
  }
  return steps.every(step => step.state === 'done') ? 'succeeded' : 'failed';
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
