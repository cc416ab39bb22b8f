import type {Component} from '../catalogue/schema.js';
import type {StepContext} from '../engine/backend.js';
import {explain, witnesses} from './explain.js';
import {judgeAll} from './ready.js';
import type {World} from './world.js';

/**
 * Says what a running helm waits for: helm itself is silent while its hook Jobs run, and would wait for hours.
 * Hook Jobs are known by the names that the catalogue declares and by helm's release annotation.
 * @returns how to stop.
 */
export const watchHooks = (world: World, component: Component, context: StepContext): (() => void) => {
  const names = new Set(component.hooks.map(hook => hook.name));
  let stopLooking = () => {};
  let isStopped = false;

  const look = () => {
    const refs = world.observer
      .all(witnesses.job)
      .filter(job => job.metadata.namespace === component.namespace && names.has(job.metadata.name))
      .map(job => ({...witnesses.job, namespace: job.metadata.namespace, name: job.metadata.name}));
    const judged = judgeAll(world.observer, refs);
    const running = judged.find(({verdict}) => verdict.state !== 'ready');
    if (running !== undefined) {
      context.report({ready: 0, desired: 0, waitsFor: explain(world.observer, running)});
    }
  };

  world.observer
    .watch(Object.values(witnesses), context.signal)
    .then(() => {
      if (!context.signal.aborted && !isStopped) {
        stopLooking = world.observer.onChange(look);
        look();
      }
    })
    // An abort of the step ends the helm call itself; there is nothing more to watch then.
    .catch(() => {});

  return () => {
    isStopped = true;
    stopLooking();
  };
};
