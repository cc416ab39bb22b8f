import {describe, expect, test} from 'vitest';
import {run} from '../../source/engine/run.js';
import {GenestackError} from '../../source/errors.js';
import {drivenRun, told} from '../helpers/driven-run.js';
import {smallPlan} from '../helpers/small-plan.js';

const outage = new GenestackError('GS-HELM-09', 'helm gave up', 'Look at its log');

const twoServices = smallPlan({
  'db/prepare': '',
  'db/apply': 'ready db/prepare',
  'db/ready': 'ready db/apply',
  'api/prepare': '',
  'api/apply': 'ready api/prepare, overlaps db/ready',
  'api/ready': 'ready api/apply, ready db/ready',
});

describe('order', () => {
  test('everything is prepared before anything is applied', async () => {
    const driven = drivenRun(twoServices);
    await driven.finish('db/prepare');
    expect(driven.started()).toEqual(['db/prepare', 'api/prepare']);
    await driven.finish('api/prepare');
    expect(driven.started().slice(2)).toEqual(['db/apply', 'api/apply']);
  });

  test('an overlapped component need only have begun, but nothing is ready before it', async () => {
    const driven = drivenRun(twoServices);
    await driven.finish('db/prepare', 'api/prepare', 'api/apply');
    expect(driven.started()).not.toContain('api/ready');
    await driven.finish('db/apply', 'db/ready', 'api/ready');
    await driven.over;
    expect(driven.last()).toMatchObject({type: 'finished', outcome: 'succeeded'});
  });

  test('a component that comes with the release of another has begun with that release', async () => {
    const driven = drivenRun(
      smallPlan({
        'stack/apply': '',
        'part/ready': 'ready stack/apply',
        'user/apply': 'overlaps part/ready',
      }),
    );
    await driven.settle();
    expect(driven.started()).toEqual(['stack/apply', 'user/apply']);
  });

  test('what is only used holds nothing back, even where it fails', async () => {
    const driven = drivenRun(smallPlan({'dns/ready': '', 'api/apply': 'uses dns/ready, uses absent/ready'}));
    await driven.fail('dns/ready', outage);
    await driven.finish('api/apply');
    await driven.over;
    expect(told(driven.events, 'step-finished')).toEqual(['api/apply']);
    expect(told(driven.events, 'step-blocked')).toEqual([]);
  });

  test('progress is told when it changes and only while the step runs', async () => {
    const driven = drivenRun(smallPlan({'a/ready': '', 'b/ready': ''}));
    await driven.settle();
    const {report} = driven.context('a/ready');
    report({ready: 0, desired: 2, waitsFor: 'x'});
    report({ready: 0, desired: 2, waitsFor: 'x'});
    report({ready: 1, desired: 2, waitsFor: 'x'});
    await driven.finish('a/ready');
    report({ready: 2, desired: 2, waitsFor: ''});
    await driven.settle();
    expect(told(driven.events, 'progress')).toHaveLength(2);
  });

  test('times come from the clock it was given', async () => {
    const driven = drivenRun(smallPlan({'a/apply': ''}));
    await driven.settle();
    driven.pass(90);
    await driven.finish('a/apply');
    expect(driven.events.find(event => event.type === 'step-finished')).toMatchObject({
      time: '1970-01-01T00:01:30.000Z',
      seconds: 90,
    });
  });
});

describe('slots', () => {
  test('applies take slots, the one with the longest chain behind it first; looking takes none', async () => {
    const driven = drivenRun(
      smallPlan({
        'short/apply': 10,
        'long/apply': 5,
        'long/ready': 'ready long/apply = 60',
        'seen/ready': '',
      }),
      {slots: 1},
    );
    await driven.settle();
    expect(driven.started()).toEqual(['seen/ready', 'long/apply']);
    await driven.finish('long/apply');
    expect(driven.started().slice(2)).toEqual(['long/ready', 'short/apply']);
  });

  test('those that hold all slots and only wait do not keep out what they wait for', async () => {
    const driven = drivenRun(
      smallPlan({
        'agents/ready': 'ready net/apply',
        'compute/apply': 100,
        'compute/ready': 'ready compute/apply, ready agents/ready',
        'heat/apply': 'overlaps compute/ready = 50',
        'ovn/ready': '',
        'net/apply': 'ready ovn/ready',
        'other/apply': '',
      }),
      {slots: 1},
    );
    await driven.finish('compute/apply', 'ovn/ready');
    expect(driven.started()).toEqual(['ovn/ready', 'compute/apply', 'heat/apply', 'net/apply']);
  });

  test('no more than four are prepared at the same time', async () => {
    const driven = drivenRun(
      smallPlan(Object.fromEntries([...'abcdef'].map(name => [`${name}/prepare`, '']))),
    );
    await driven.settle();
    expect(driven.started()).toHaveLength(4);
    await driven.finish('a/prepare');
    expect(driven.started()).toHaveLength(5);
  });
});

describe('failure', () => {
  test('what needs a failed component is blocked by it at the root, and everything else goes on', async () => {
    const driven = drivenRun(
      smallPlan({
        'db/apply': '',
        'db/ready': 'ready db/apply',
        'api/apply': 'ready db/ready',
        'api/ready': 'ready api/apply',
        'ui/apply': 'ready api/ready',
        'lone/apply': '',
      }),
    );
    await driven.finish('db/apply');
    await driven.fail('db/ready', outage);
    expect(driven.events.filter(event => event.type === 'step-blocked')).toMatchObject([
      {step: 'api/apply', by: 'db'},
      {step: 'api/ready', by: 'db'},
      {step: 'ui/apply', by: 'db'},
    ]);
    await driven.finish('lone/apply');
    await driven.over;
    expect(told(driven.events, 'step-finished')).toContain('lone/apply');
    expect(driven.last()).toMatchObject({outcome: 'failed'});
  });

  test('one that had begun to overlap a failed one is ended and blocked by it, with what hangs on it', async () => {
    const driven = drivenRun(
      smallPlan({
        'db/apply': '',
        'db/ready': 'ready db/apply',
        'api/apply': 'overlaps db/ready',
        'ui/apply': 'overlaps api/apply',
      }),
    );
    await driven.fail('db/apply', outage);
    await driven.over;
    expect(driven.context('api/apply').signal.aborted).toBe(true);
    expect(told(driven.events, 'step-failed')).toEqual(['db/apply']);
    expect(driven.events.filter(event => event.type === 'step-blocked')).toMatchObject([
      {step: 'db/ready', by: 'db'},
      {step: 'api/apply', by: 'db'},
      {step: 'ui/apply', by: 'db'},
    ]);
  });

  test('one that ends well although it was asked to stop is done', async () => {
    const driven = drivenRun(smallPlan({'db/apply': '', 'api/apply': 'overlaps db/apply'}), {
      stubborn: ['api/apply'],
    });
    await driven.fail('db/apply', outage);
    await driven.finish('api/apply');
    await driven.over;
    expect(told(driven.events, 'step-finished')).toEqual(['api/apply']);
    expect(told(driven.events, 'step-blocked')).toEqual([]);
  });

  test('an error with a code keeps it, any other becomes a sentence', async () => {
    const driven = drivenRun(smallPlan({'a/apply': '', 'b/apply': ''}));
    await driven.fail('a/apply', outage);
    await driven.fail('b/apply', new TypeError('x is not a function'));
    expect(driven.events.filter(event => event.type === 'step-failed')).toMatchObject([
      {code: 'GS-HELM-09', message: 'helm gave up', remedy: 'Look at its log'},
      {code: 'GS-ENG-01', message: expect.stringContaining('b/apply')},
    ]);
  });

  test('a step that needs what the plan does not have ends the run with a sentence', async () => {
    const driven = drivenRun(smallPlan({'a/apply': 'ready gone/ready', 'a/ready': 'ready a/apply'}));
    await driven.over;
    expect(driven.events.find(event => event.type === 'step-failed')).toMatchObject({
      code: 'GS-ENG-02',
      message: expect.stringContaining('gone/ready'),
    });
    expect(driven.last()).toMatchObject({outcome: 'failed'});
  });

  test('where only overlapping steps remain the run goes on', async () => {
    const driven = drivenRun(
      smallPlan({'b/apply': 'overlaps a/apply', 'a/apply': 'overlaps away/apply = 1'}),
      {
        slots: 1,
      },
    );
    await driven.finish('a/apply', 'b/apply');
    await driven.over;
    expect(driven.last()).toMatchObject({outcome: 'succeeded'});
  });
});

describe('interruption', () => {
  test('nothing new begins, what runs is asked to end, and what writes is named', async () => {
    const stop = new AbortController();
    const driven = drivenRun(
      smallPlan({'a/apply': '', 'b/apply': 'ready a/apply', 'c/apply': '', 'd/ready': ''}),
      {signal: stop.signal, stubborn: ['c/apply']},
    );
    await driven.settle();
    stop.abort();
    await driven.settle();
    expect(driven.events.find(event => event.type === 'interrupting')).toMatchObject({
      finishing: ['a/apply', 'c/apply'],
    });
    expect(driven.last()).not.toMatchObject({type: 'finished'});
    await driven.finish('c/apply');
    await driven.over;
    expect(told(driven.events, 'step-interrupted')).toEqual(['d/ready', 'a/apply']);
    expect(told(driven.events, 'step-finished')).toEqual(['c/apply']);
    expect(driven.started()).not.toContain('b/apply');
    expect(driven.last()).toMatchObject({type: 'finished', outcome: 'interrupted'});
  });

  test('a signal that was aborted before begins nothing', async () => {
    const driven = drivenRun(smallPlan({'a/apply': ''}), {signal: AbortSignal.abort()});
    await driven.over;
    expect(driven.events.map(event => event.type)).toEqual(['started', 'finished']);
    expect(driven.last()).toMatchObject({outcome: 'interrupted'});
  });

  test('who stops reading early aborts what runs and waits for it', async () => {
    const seen: AbortSignal[] = [];
    const events = run(
      smallPlan({'a/apply': '', 'b/apply': 'ready a/apply'}),
      {
        run: (_step, {signal}) =>
          new Promise((_resolve, reject) => {
            seen.push(signal);
            signal.addEventListener('abort', () => reject(signal.reason));
          }),
      },
      {clock: () => 0, run: 'r', enginePid: 1, cluster: 'c', simulatedNodes: 0},
    );
    for await (const event of events) {
      if (event.type === 'step-started') {
        break;
      }
    }
    expect(seen.map(signal => signal.aborted)).toEqual([true]);
  });
});
