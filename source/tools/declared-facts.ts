import type {ComponentFacts} from '../catalogue/schema.js';
import type {RenderedFacts} from './rendered-facts.js';

const byText = (one: string, other: string): number => one.localeCompare(other, 'en');

/** What a component says that its chart renders, in the shape of `renderedFacts`. */
export const declaredFacts = ({
  workloads,
  hooks,
  crds,
}: Pick<ComponentFacts, 'workloads' | 'hooks' | 'crds'>): RenderedFacts => ({
  workloads: workloads
    .map(({kind, name}) => ({kind, name}))
    .sort((one, other) => byText(`${one.kind} ${one.name}`, `${other.kind} ${other.name}`)),
  hooks: hooks
    .map(({kind, name, weight, events}) => ({kind, name, weight, events: [...events].sort()}))
    .sort((one, other) => byText(`${one.kind} ${one.name}`, `${other.kind} ${other.name}`)),
  crds: crds.map(({plural, group}) => `${plural}.${group}`).sort(),
});
