import {describe, expect, test} from 'vitest';
import {makeReceipt, measuredPath, receiptSchema} from '../../source/engine/receipt.js';
import {initialState, type RunState} from '../../source/engine/state.js';
import {smallPlan} from '../helpers/small-plan.js';

const at = (second: number) => new Date(second * 1000).toISOString();

/** Steps with their needs and the seconds from and to which they ran. */
const measured = (steps: Record<string, [needs: string, from: number, to: number]>): RunState => {
  const state = initialState(
    smallPlan(Object.fromEntries(Object.entries(steps).map(([id, [needs]]) => [id, needs]))),
  );
  const ran = Object.entries(steps).map(([id, [, from, to]]) => [
    id,
    {...state.steps[id], state: 'done', startedAt: at(from), finishedAt: at(to)},
  ]);
  return {...state, steps: Object.fromEntries(ran)};
};

describe('the longest path through what was measured', () => {
  test('is the chain that took longest, without the waits between', () => {
    const state = measured({
      'a/apply': ['', 0, 10],
      'b/apply': ['ready a/apply', 25, 35],
      'c/apply': ['', 0, 15],
    });
    expect(measuredPath(state)).toEqual({seconds: 20, steps: ['a/apply', 'b/apply']});
  });

  test('does not count twice what a step waits inside itself for one it overlaps', () => {
    const state = measured({
      'other/apply': ['', 0, 10],
      'db/apply': ['', 20, 60],
      'api/apply': ['overlaps db/apply', 25, 70],
    });
    expect(measuredPath(state)).toEqual({seconds: 50, steps: ['db/apply', 'api/apply']});
  });

  test('counts the own work of a step that was done before the one it overlaps', () => {
    const state = measured({
      'db/apply': ['', 0, 100],
      'api/apply': ['overlaps db/apply', 5, 10],
      'ui/apply': ['ready api/apply', 10, 60],
    });
    expect(measuredPath(state).seconds).toBe(100);
  });

  test('is never more than the time it all took', () => {
    // A fixed linear congruential sequence: any order of begins and ends that needs allow.
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed % below;
    };
    for (let round = 0; round < 200; round++) {
      const steps: Record<string, [string, number, number]> = {};
      const known: string[] = [];
      for (let index = 0; index < 8; index++) {
        const needs = known
          .filter(() => random(3) === 0)
          .map(id => `${random(2) === 0 ? 'overlaps' : 'ready'} ${id}`);
        const ends = needs
          .filter(need => need.startsWith('ready'))
          .map(need => steps[need.slice(6)]?.[2] ?? 0);
        const from = Math.max(0, ...ends) + random(5);
        const id = `s${index}/apply`;
        steps[id] = [needs.join(', '), from, from + random(40)];
        known.push(id);
      }
      const wall =
        Math.max(...Object.values(steps).map(([, , to]) => to)) -
        Math.min(...Object.values(steps).map(([, from]) => from));
      expect(measuredPath(measured(steps)).seconds).toBeLessThanOrEqual(wall);
    }
  });
});

describe('a receipt', () => {
  const plan = smallPlan(
    {'kubernetes/ready': '', 'db/apply': '', 'db/ready': 'ready db/apply'},
    {kubernetes: 'checked'},
  );
  const facts = {standIns: ['db'], kubeconfig: '/home/me/kubeconfig', simulatedNodes: 5, time: at(70)};

  test('follows its schema, names every component that is on and what is verified', () => {
    const state = initialState(plan, facts.standIns);
    const receipt = makeReceipt(
      {...state, run: {...state.run, startedAt: at(0), finishedAt: at(65), outcome: 'succeeded'}},
      plan,
      facts,
    );
    expect(receiptSchema.parse(receipt)).toEqual(receipt);
    expect(receipt).toMatchObject({outcome: 'succeeded', seconds: 65, standIns: ['db']});
    expect(receipt.components).toMatchObject([
      {name: 'kubernetes', standIn: false},
      {name: 'db', row: 'DB', standIn: true, version: '1.2.3', verified: false},
    ]);
  });

  test('names the version that was installed instead of the planned one', () => {
    const receipt = makeReceipt(initialState(plan), plan, {...facts, versions: {db: '1.2.4'}});
    expect(receipt.components.find(({name}) => name === 'db')?.version).toBe('1.2.4');
  });
});
