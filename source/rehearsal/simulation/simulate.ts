import {afflict} from './afflictions.js';
import {serveClaims} from './claims.js';
import {simulateOperators} from './operators.js';
import {type Deed, type SimulationOptions, startPods} from './pods.js';
import {readRules} from './rules.js';
import {serveServices} from './services.js';
import {watchWorld} from './watched-world.js';

export interface Simulation extends Deed {
  /** Resolves when the whole cluster was seen once and everything is at work. */
  readonly ready: Promise<void>;
}

/**
 * Plays what no process behind a rehearsal's API does: pods start when what they wait for is there, claims get volumes,
 * load balancers addresses, custom resources what their operators would make.
 * @throws GenestackError GS-SIM-01 of a component's rules.
 */
export const simulate = (options: Omit<SimulationOptions, 'world'>): Simulation => {
  const rules = readRules(options.catalogue);
  const world = watchWorld(options.client);
  const deeds: Deed[] = [];

  // Judged by half of the world, a pod would start too early or be explained wrongly.
  const ready = world.synced.then(() => {
    const whole = {...options, world};
    const afflictions = afflict(whole);
    deeds.push(
      ...[serveClaims(whole), serveServices(whole), simulateOperators(rules, whole)],
      ...[afflictions, startPods(whole, afflictions)],
    );
  });

  return {
    ready,
    stop: () => {
      world.stop();
      for (const deed of deeds) {
        deed.stop();
      }
    },
  };
};
