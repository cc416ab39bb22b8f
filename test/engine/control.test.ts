import {describe, expect, test} from 'vitest';
import {initialState, reduce} from '../../source/engine/state.js';
import {GenestackError} from '../../source/errors.js';
import {drivenRun, told} from '../helpers/driven-run.js';
import {smallPlan} from '../helpers/small-plan.js';

const broken = new GenestackError('GS-HELM-06', 'its hook failed', 'Read its log');

const chain = smallPlan({
  'db/apply': '',
  'db/ready': 'ready db/apply',
  'api/apply': 'overlaps db/ready',
  'api/ready': 'ready api/apply, ready db/ready',
  'ui/apply': 'ready api/ready',
  'lone/apply': '',
});

const stateOf = (driven: ReturnType<typeof drivenRun>) => driven.events.reduce(reduce, initialState(chain));

describe('retry', () => {
  test('begins what failed again, and what it held back goes on', async () => {
    const driven = drivenRun(chain);
    await driven.fail('db/apply', broken);
    expect(stateOf(driven).components).toMatchObject({
      db: {state: 'failed', error: {code: 'GS-HELM-06'}, attempt: 1},
      api: {state: 'blocked', blockedBy: 'db'},
      ui: {state: 'blocked', blockedBy: 'db'},
    });
    await driven.intend({type: 'retry', component: 'db'});
    expect(stateOf(driven).components).toMatchObject({
      db: {state: 'applying', error: null, attempt: 2},
      api: {state: 'applying', blockedBy: null},
      ui: {state: 'planned', blockedBy: null},
    });
    await driven.finish('db/apply', 'db/ready', 'api/apply', 'api/ready', 'ui/apply', 'lone/apply');
    await driven.over;
    expect(driven.last()).toMatchObject({type: 'finished', outcome: 'succeeded'});
  });

  test('leaves alone what another failed component holds back as well', async () => {
    const plan = smallPlan({
      'a/apply': '',
      'b/apply': '',
      'c/apply': 'ready a/apply, ready b/apply',
      'd/apply': '',
    });
    const driven = drivenRun(plan);
    await driven.fail('a/apply', broken);
    await driven.fail('b/apply', broken);
    await driven.intend({type: 'retry', component: 'a'});
    const state = driven.events.reduce(reduce, initialState(plan));
    expect(state.components.c).toMatchObject({state: 'blocked', blockedBy: 'b'});
    await driven.intend({type: 'retry', component: 'b'});
    await driven.finish('a/apply', 'b/apply', 'c/apply', 'd/apply');
    await driven.over;
    expect(driven.last()).toMatchObject({outcome: 'succeeded'});
  });

  test('of what is still being ended because of it waits for that end, and begins no step twice at once', async () => {
    const driven = drivenRun(chain, {stubborn: ['api/apply']});
    await driven.fail('db/apply', broken);
    expect(driven.context('api/apply').signal.aborted).toBe(true);
    await driven.intend({type: 'retry', component: 'db'});
    expect(driven.started().filter(step => step === 'api/apply')).toHaveLength(1);
    await driven.fail('api/apply', new Error('helm was told to stop'));
    expect(driven.started().filter(step => step === 'api/apply')).toHaveLength(2);
    expect(told(driven.events, 'step-blocked')).not.toContain('api/apply');
  });

  test('of what neither failed nor is skipped does nothing', async () => {
    const driven = drivenRun(chain);
    await driven.intend({type: 'retry', component: 'db'}, {type: 'retry', component: 'nobody'});
    expect(driven.events.map(({type}) => type)).not.toContain('retried');
  });
});

describe('skip', () => {
  test('leaves a component out and blocks what needs it; the rest goes on', async () => {
    const driven = drivenRun(chain);
    await driven.finish('db/apply', 'db/ready');
    await driven.intend({type: 'skip', component: 'api'});
    expect(driven.context('api/apply').signal.aborted).toBe(true);
    expect(stateOf(driven).components).toMatchObject({
      api: {state: 'skipped'},
      ui: {state: 'blocked', blockedBy: 'api'},
    });
    await driven.finish('lone/apply');
    await driven.over;
    expect(told(driven.events, 'step-interrupted')).toEqual([]);
    expect(driven.last()).toMatchObject({outcome: 'failed'});
  });

  test('can be taken back by a retry', async () => {
    const driven = drivenRun(chain);
    await driven.intend({type: 'skip', component: 'ui'}, {type: 'retry', component: 'ui'});
    await driven.finish('db/apply', 'db/ready', 'api/apply', 'api/ready', 'ui/apply', 'lone/apply');
    await driven.over;
    expect(driven.last()).toMatchObject({outcome: 'succeeded'});
  });
});

describe('pause, stop and abort', () => {
  test('a pause begins nothing new and lets what runs go on until it is resumed', async () => {
    const driven = drivenRun(chain);
    await driven.intend({type: 'pause'});
    await driven.finish('db/apply', 'api/apply', 'lone/apply');
    expect(driven.started()).toEqual(['db/apply', 'api/apply', 'lone/apply']);
    expect(stateOf(driven).run).toMatchObject({mode: 'paused', outcome: null});
    await driven.intend({type: 'resume'});
    expect(driven.started()).toContain('db/ready');
    expect(stateOf(driven).run.mode).toBe('going');
  });

  test('a stop ends with what runs, and asks none of it to end', async () => {
    const driven = drivenRun(chain);
    await driven.intend({type: 'stop'});
    expect(driven.context('db/apply').signal.aborted).toBe(false);
    await driven.finish('db/apply', 'api/apply', 'lone/apply');
    await driven.over;
    expect(told(driven.events, 'step-finished')).toEqual(['db/apply', 'api/apply', 'lone/apply']);
    expect(driven.last()).toMatchObject({type: 'finished', outcome: 'interrupted'});
  });

  test('an abort asks what runs to end, as Ctrl-C does', async () => {
    const driven = drivenRun(chain);
    await driven.intend({type: 'abort'}, {type: 'retry', component: 'db'}, {type: 'resume'});
    await driven.over;
    expect(told(driven.events, 'step-interrupted')).toEqual(['db/apply', 'api/apply', 'lone/apply']);
    expect(driven.last()).toMatchObject({outcome: 'interrupted'});
  });

  test('after a failure nothing new begins where that was asked for, and the run has failed', async () => {
    const driven = drivenRun(chain, {onFailure: 'stop'});
    await driven.finish('db/apply');
    await driven.fail('lone/apply', broken);
    expect(stateOf(driven).run).toMatchObject({mode: 'stopping', stoppedBy: 'lone'});
    await driven.finish('db/ready', 'api/apply');
    await driven.over;
    expect(driven.started()).not.toContain('api/ready');
    expect(driven.last()).toMatchObject({outcome: 'failed'});
  });

  test('what is cut short by a person after that was interrupted', async () => {
    const driven = drivenRun(chain, {onFailure: 'stop'});
    await driven.fail('lone/apply', broken);
    await driven.intend({type: 'abort'});
    await driven.over;
    expect(driven.last()).toMatchObject({outcome: 'interrupted'});
  });
});

describe('with somebody there', () => {
  test('a run of which only failures are left waits for them, and goes on with what they want', async () => {
    const driven = drivenRun(chain);
    await driven.intend({type: 'attend'});
    await driven.finish('lone/apply');
    await driven.fail('db/apply', broken);
    expect(stateOf(driven).run).toMatchObject({isAwaiting: true, outcome: null});
    await driven.intend({type: 'retry', component: 'db'});
    expect(stateOf(driven).run.isAwaiting).toBe(false);
    await driven.fail('db/apply', broken);
    await driven.intend({type: 'skip', component: 'db'});
    await driven.over;
    expect(driven.last()).toMatchObject({type: 'finished', outcome: 'failed'});
  });

  test.each([{type: 'leave'}, {type: 'stop'}, {type: 'abort'}] as const)(
    'it ends when they $type',
    async intention => {
      const driven = drivenRun(smallPlan({'a/apply': ''}));
      await driven.intend({type: 'attend'});
      await driven.fail('a/apply', broken);
      await driven.intend(intention);
      await driven.over;
      expect(driven.last()).toMatchObject({type: 'finished', outcome: 'failed'});
    },
  );

  test('a run that its failure stops can be retried from there', async () => {
    const driven = drivenRun(chain, {onFailure: 'stop', slots: 1});
    await driven.intend({type: 'attend'});
    await driven.fail('db/apply', broken);
    expect(stateOf(driven).run.isAwaiting).toBe(true);
    await driven.intend({type: 'retry', component: 'db'});
    expect(driven.started().filter(step => step === 'db/apply')).toHaveLength(2);
    expect(stateOf(driven).run).toMatchObject({mode: 'going', stoppedBy: null});
  });
});
