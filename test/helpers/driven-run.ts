import {setImmediate} from 'node:timers/promises';
import type {Backend, StepContext, StepResult} from '../../source/engine/backend.js';
import type {EngineEvent} from '../../source/engine/events.js';
import {type Intention, makeIntentions} from '../../source/engine/intentions.js';
import {type RunOptions, run} from '../../source/engine/run.js';
import type {Plan} from '../../source/plan/plan.js';

interface Begun {
  readonly context: StepContext;
  resolve(result: StepResult): void;
  reject(thrown: unknown): void;
}

type Given = Pick<RunOptions, 'slots' | 'signal' | 'onFailure' | 'passing' | 'quiet' | 'heardAt' | 'random'>;

/**
 * A run whose steps end when the test says so; an aborted step rejects with its signal's reason unless it is stubborn. Its time
 * is the test's, too.
 */
export const drivenRun = (plan: Plan, options: Given & {stubborn?: readonly string[]} = {}) => {
  const {stubborn = [], ...rest} = options;
  const begun = new Map<string, Begun>();
  const events: EngineEvent[] = [];
  let now = 0;
  let clockIsWrongBy = 0;
  const timers = new Set<{readonly at: number; readonly call: () => void}>();
  const after = (milliseconds: number, call: () => void) => {
    const timer = {at: now + milliseconds, call};
    timers.add(timer);
    return () => timers.delete(timer);
  };
  const intentions = makeIntentions();
  /** By step, how many times it runs at the moment. */
  const open = new Map<string, number>();
  let mostAtOnce = 0;
  const count = (id: string, change: 1 | -1) => {
    const now = (open.get(id) ?? 0) + change;
    open.set(id, now);
    mostAtOnce = Math.max(mostAtOnce, now);
  };
  const backend: Backend = {
    run(step, context) {
      const {promise, resolve, reject} = Promise.withResolvers<StepResult>();
      count(step.id, 1);
      const ended = () => count(step.id, -1);
      promise.then(ended, ended);
      begun.set(step.id, {context, resolve, reject});
      if (!stubborn.includes(step.id)) {
        context.signal.addEventListener('abort', () => reject(context.signal.reason));
      }
      return promise;
    },
  };
  const facts = {
    ...{clock: () => now + clockIsWrongBy, elapsed: () => now, after, random: () => 0, intentions},
    ...{run: 'r1', enginePid: 7, cluster: 'here', simulatedNodes: 5},
  };
  const over = (async () => {
    for await (const event of run(plan, backend, {...facts, ...rest})) {
      events.push(event);
    }
  })();
  /** Lets everything that can go on go on. */
  const settle = () => setImmediate();
  const of = (id: string): Begun => {
    const step = begun.get(id);
    if (step === undefined) {
      throw new Error(`${id} has not begun; ${[...begun.keys()]} have`);
    }
    return step;
  };
  return {
    backend,
    events,
    over,
    settle,
    /** Every step that began so far, in order. */
    started: (): string[] => told(events, 'step-started'),
    context: (id: string): StepContext => of(id).context,
    async finish(...ids: string[]) {
      await settle();
      for (const id of ids) {
        of(id).resolve('changed');
        await settle();
      }
    },
    async fail(id: string, thrown: unknown) {
      await settle();
      of(id).reject(thrown);
      await settle();
    },
    pass(seconds: number) {
      now += seconds * 1000;
    },
    /** Somebody sets the machine's clock. */
    setClock(seconds: number) {
      clockIsWrongBy += seconds * 1000;
    },
    /** Lets time pass, and everything that was to happen in it happen at its time. */
    async elapse(seconds: number) {
      const end = now + seconds * 1000;
      for (;;) {
        await settle();
        const [next] = [...timers].filter(({at}) => at <= end).sort((a, b) => a.at - b.at);
        if (next === undefined) {
          break;
        }
        timers.delete(next);
        now = Math.max(now, next.at);
        next.call();
      }
      now = end;
    },
    async intend(...wanted: Intention[]) {
      await settle();
      for (const intention of wanted) {
        intentions.send(intention);
        await settle();
      }
    },
    /** The most that any step ran at the same time as itself. */
    mostAtOnce: (): number => mostAtOnce,
    last: (): EngineEvent | undefined => events.at(-1),
  };
};

/** The steps that events of a type name, in order. */
export const told = (events: readonly EngineEvent[], type: EngineEvent['type']): string[] =>
  events.flatMap(event => (event.type === type && 'step' in event ? [event.step] : []));
