import type {Plan, PlanStep} from '../plan/plan.js';
import type {Backend, Clocks, PassingCause, Quiet} from './backend.js';
import {drive} from './drive.js';
import type {EngineEvent} from './events.js';
import type {Intentions} from './intentions.js';
import {queue} from './queue.js';

export interface RunOptions extends Partial<Clocks> {
  /** How many components are applied at the same time. */
  readonly slots?: number;
  readonly clock: Clocks['clock'];
  /** Aborted by Ctrl-C: nothing new begins and what runs is asked to end. */
  readonly signal?: AbortSignal;
  readonly run: string;
  /** What a person wants meanwhile. */
  readonly intentions?: Intentions;
  /** `stop`: after the first failure nothing new begins. */
  readonly onFailure?: OnFailure;
  /** Undefined for what does not pass by itself; nothing passes where it is absent. */
  readonly passing?: (thrown: unknown) => PassingCause | undefined;
  readonly quiet?: (step: PlanStep) => Quiet;
  /** Milliseconds since 1970 when the world was last heard of. */
  readonly heardAt?: () => number | undefined;
  readonly enginePid: number;
  readonly cluster: string;
  readonly simulatedNodes: number;
}

export const onFailures = ['continue', 'stop'] as const;
export type OnFailure = (typeof onFailures)[number];

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
  const engine = drive(plan, backend, options, event =>
    events.put({time: new Date(options.clock()).toISOString(), ...event} as EngineEvent),
  );
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
