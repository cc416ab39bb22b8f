import {type Plan, parseStepId} from './plan.js';

/**
 * Components by how many others have to be there before them, one after the other: those of the first wave wait for nobody. Only
 * to be looked at, because the engine begins a step as soon as its own needs are met.
 */
export const wavesOf = ({steps}: Pick<Plan, 'steps'>): readonly (readonly string[])[] => {
  const byId = new Map(steps.map(step => [step.id, step]));
  const waves = new Map<string, number>();
  const waveOf = (id: string): number => {
    const step = byId.get(id);
    const known = waves.get(id);
    if (step === undefined || known !== undefined) {
      return known ?? 0;
    }
    // What is only used may be there later, and so may wait for this one in turn.
    const waited = step.needs.filter(({kind}) => kind !== 'uses');
    const before = waited.map(need => {
      const isOwn = parseStepId(need.step).component === step.component;
      return waveOf(need.step) + (isOwn ? 0 : 1);
    });
    const wave = Math.max(0, ...before);
    waves.set(id, wave);
    return wave;
  };
  const begins = new Map<string, number>();
  for (const {id, component} of steps) {
    if (!begins.has(component) || parseStepId(id).action === 'apply') {
      begins.set(component, waveOf(id));
    }
  }
  return [...new Set(begins.values())]
    .sort((a, b) => a - b)
    .map(wave => [...begins].filter(([, begin]) => begin === wave).map(([component]) => component));
};
