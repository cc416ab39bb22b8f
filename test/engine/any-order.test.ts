import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {EngineEvent} from '../../source/engine/events.js';
import type {Intention} from '../../source/engine/intentions.js';
import {initialState, reduce} from '../../source/engine/state.js';
import {drivenRun} from '../helpers/driven-run.js';
import {smallPlan} from '../helpers/small-plan.js';

const plan = smallPlan({
  'db/prepare': '',
  'db/apply': 'ready db/prepare',
  'db/ready': 'ready db/apply',
  'api/apply': 'overlaps db/ready',
  'api/ready-a': 'ready api/apply, ready db/ready',
  'api/ready-b': 'ready api/apply, ready ui/ready',
  'ui/apply': 'ready api/ready-a, uses lone/apply',
  'ui/ready': 'ready ui/apply',
  'lone/apply': '',
});
const components = ['db', 'api', 'ui', 'lone'];

type Move =
  | {readonly nth: number; readonly how: 'done' | 'broken' | 'busy'}
  | Intention
  | {readonly pass: number};

const component = fc.constantFrom(...components);
const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({nth: fc.nat(8), how: fc.constantFrom('done', 'broken', 'busy')}),
  },
  {weight: 2, arbitrary: fc.record({type: fc.constantFrom('retry', 'skip', 'lengthen'), component})},
  {weight: 1, arbitrary: fc.record({type: fc.constantFrom('pause', 'resume', 'stop', 'attend', 'leave')})},
  {weight: 1, arbitrary: fc.record({pass: fc.integer({min: 1, max: 700})})},
) as fc.Arbitrary<Move>;

const ends = new Set([
  'step-finished',
  'step-failed',
  'step-interrupted',
  'step-blocked',
  'step-skipped',
  'step-reopened',
]);

const must = (holds: boolean, sentence: string): void => {
  if (!holds) throw new Error(sentence);
};

/** What has to hold of the events whatever happened; called again it goes on where it was. */
const checker = (events: readonly EngineEvent[]) => {
  const running = new Set<string>();
  let state = initialState(plan);
  let seen = 0;
  return () => {
    for (; seen < events.length; seen++) {
      const event = events[seen] as EngineEvent;
      if (event.type === 'step-started') {
        must(!running.has(event.step), `${event.step} runs once at a time`);
        must(state.steps[event.step]?.state === 'waiting', `${event.step} waited before`);
        running.add(event.step);
      } else if ('step' in event && ends.has(event.type)) {
        running.delete(event.step);
      }
      state = reduce(state, event);
      for (const step of Object.values(state.steps)) {
        const isRunning = step.state === 'running';
        must(isRunning === running.has(step.id), `${step.id} is ${step.state}`);
        must(
          (step.blockedBy !== null) === (step.state === 'blocked'),
          `${step.id} is blocked by one or by none`,
        );
        must((step.error !== null) === (step.state === 'failed'), `${step.id} has an error or none`);
        must(isRunning || (step.stalled ?? step.postponed) === null, `${step.id} is over`);
      }
    }
    return {state, running};
  };
};

test('whatever a person wants and whatever fails, no step runs twice at once, and each ends in one state', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(move, {maxLength: 40}), fc.boolean(), async (moves, stops) => {
      const driven = drivenRun(plan, {
        // A helm that is told to stop takes its time.
        stubborn: ['db/apply', 'api/apply'],
        onFailure: stops ? 'stop' : 'continue',
        passing: thrown =>
          (thrown as Error).message === 'busy' ? {text: 'it is busy', boundSeconds: 600} : undefined,
      });
      const check = checker(driven.events);
      const go = async (one: Move) => {
        if ('pass' in one) await driven.elapse(one.pass);
        else if ('type' in one) await driven.intend(one);
        else {
          const running = [...check().running];
          const step = running[one.nth % running.length];
          if (step === undefined) return;
          await (one.how === 'done' ? driven.finish(step) : driven.fail(step, new Error(one.how)));
        }
      };
      for (const one of moves) await go(one);
      // Nobody wants anything any more, and everything that runs ends well.
      for (const type of ['leave', 'resume'] as const) await driven.intend({type});
      for (let rounds = 0; driven.last()?.type !== 'finished' && rounds < 50; rounds++) {
        await driven.elapse(60);
        for (const step of check().running) await driven.finish(step);
      }
      const {state, running} = check();
      expect(driven.last()?.type).toBe('finished');
      expect(running.size).toBe(0);
      expect(driven.mostAtOnce()).toBeLessThanOrEqual(1);
      const final = new Set(Object.values(state.steps).map(step => step.state));
      if (state.run.outcome === 'succeeded') expect([...final]).toEqual(['done']);
      if (state.run.mode === 'going') expect([...final]).not.toContain('waiting');
      for (const {needs, state: now} of Object.values(state.steps)) {
        const isMet = needs.every(({kind, step}) => kind !== 'ready' || state.steps[step]?.state === 'done');
        must(now !== 'done' || isMet, 'what is done had what it needs');
      }
    }),
    {numRuns: 150},
  );
}, 120_000);
