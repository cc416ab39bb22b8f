import type {Component} from '../catalogue/schema.js';
import type {StepContext} from '../engine/backend.js';
import {exitCodes, GenestackError} from '../errors.js';
import {explain, witnesses} from './explain.js';
import {judgeAll} from './ready.js';
import type {World} from './world.js';

export interface HookWatch {
  /** Aborted with the step, and when nothing has changed for the time of patience. */
  readonly signal: AbortSignal;
  throwIfGivenUp(): void;
  stop(): void;
}

/**
 * Says what a running helm waits for: helm itself is silent while its hook Jobs run, and would wait for hours.
 * Hook Jobs are known by the names that the catalogue declares and by helm's release annotation.
 */
export const watchHooks = (world: World, component: Component, context: StepContext): HookWatch => {
  const gaveUp = new AbortController();
  const names = new Set(component.hooks.map(hook => hook.name));
  let giveUp: NodeJS.Timeout | undefined;
  let last = '';
  let stopLooking = () => {};

  const look = () => {
    const refs = world.observer
      .all(witnesses.job)
      .filter(job => job.metadata.namespace === component.namespace && names.has(job.metadata.name))
      .map(job => ({...witnesses.job, namespace: job.metadata.namespace, name: job.metadata.name}));
    const judged = judgeAll(world.observer, refs);
    const running = judged.find(({verdict}) => verdict.state !== 'ready');
    const progress = {
      ready: judged.filter(({verdict}) => verdict.state === 'ready').length,
      desired: Math.max(names.size, judged.length),
      waitsFor: running ? explain(world.observer, running) : '',
    };
    const now = JSON.stringify(progress);
    if (now === last) {
      return;
    }
    last = now;
    if (progress.waitsFor !== '') {
      context.report({...progress, ready: 0, desired: 0});
    }
    clearTimeout(giveUp);
    giveUp = setTimeout(() => {
      gaveUp.abort(
        new GenestackError(
          'GS-RDY-03',
          `The hooks of ${component.name} did not move for ${world.patienceSeconds} s${progress.waitsFor && `: ${progress.waitsFor}`}.`,
          'Look at the Job with kubectl, mend the cause, and run this again; it goes on from here.',
          exitCodes.failed,
        ),
      );
    }, world.patienceSeconds * 1000);
  };

  world.observer
    .watch(Object.values(witnesses), context.signal)
    .then(() => {
      if (!context.signal.aborted) {
        stopLooking = world.observer.onChange(look);
        look();
      }
    })
    // An abort of the step ends the helm call itself; there is nothing more to watch then.
    .catch(() => {});

  return {
    signal: AbortSignal.any([context.signal, gaveUp.signal]),
    throwIfGivenUp() {
      gaveUp.signal.throwIfAborted();
    },
    stop() {
      clearTimeout(giveUp);
      stopLooking();
    },
  };
};
