import {setImmediate} from 'node:timers/promises';
import type {Backend, StepContext, StepResult} from '../../source/engine/backend.js';
import type {EngineEvent} from '../../source/engine/events.js';
import {run} from '../../source/engine/run.js';
import type {Plan} from '../../source/plan/plan.js';

interface Begun {
  readonly context: StepContext;
  resolve(result: StepResult): void;
  reject(thrown: unknown): void;
}

/** A run whose steps end when the test says so; an aborted step rejects with its signal's reason unless it is stubborn. */
export const drivenRun = (
  plan: Plan,
  options: {slots?: number; signal?: AbortSignal; stubborn?: readonly string[]} = {},
) => {
  const {stubborn = [], ...rest} = options;
  const begun = new Map<string, Begun>();
  const events: EngineEvent[] = [];
  let now = 0;
  const backend: Backend = {
    run(step, context) {
      const {promise, resolve, reject} = Promise.withResolvers<StepResult>();
      begun.set(step.id, {context, resolve, reject});
      if (!stubborn.includes(step.id)) {
        context.signal.addEventListener('abort', () => reject(context.signal.reason));
      }
      return promise;
    },
  };
  const facts = {clock: () => now, run: 'r1', enginePid: 7, cluster: 'here', simulatedNodes: 5};
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
    last: (): EngineEvent | undefined => events.at(-1),
  };
};

/** The steps that events of a type name, in order. */
export const told = (events: readonly EngineEvent[], type: EngineEvent['type']): string[] =>
  events.flatMap(event => (event.type === type && 'step' in event ? [event.step] : []));
