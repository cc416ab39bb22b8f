import type {PlanStep} from '../plan/plan.js';
import type {StepStatus} from './step-state.js';

type Step = Pick<PlanStep, 'id' | 'component' | 'needs'>;
type Standing = Step & {readonly state: StepStatus};

/**
 * The open steps that cannot be done when those of the ids are not, near and far. Pure.
 * @param looksBehind whether what needs a lost step is lost with it; a running one may end well all the same.
 */
export const lostWith = <S extends Standing>(
  ids: Iterable<string>,
  steps: Readonly<Record<string, S>>,
  looksBehind: (step: S) => boolean = () => true,
): ReadonlySet<string> => {
  const found = new Set<string>();
  const lost = new Set(ids);
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const step of Object.values(steps)) {
      const isOpen = step.state === 'waiting' || step.state === 'running';
      if (isOpen && !lost.has(step.id) && !found.has(step.id) && needsLost(step, lost, steps)) {
        found.add(step.id);
        if (looksBehind(step)) {
          lost.add(step.id);
        }
      }
    }
  }
  return found;
};

/** What overlaps a component is lost with that component's apply, too: it would wait for what never comes. */
const needsLost = (step: Step, lost: ReadonlySet<string>, steps: Readonly<Record<string, Step>>): boolean =>
  step.needs.some(({kind, step: id}) => {
    const other = steps[id];
    return (
      kind !== 'uses' &&
      (lost.has(id) || (kind === 'overlaps' && other !== undefined && lost.has(`${other.component}/apply`)))
    );
  });
