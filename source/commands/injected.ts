import type {Catalogue} from '../catalogue/schema.js';
import {exitCodes, GenestackError} from '../errors.js';
import {didYouMean} from '../profile/did-you-mean.js';
import {quoted} from '../profile/problem.js';
import {type Injection, isInjectable, isOfComponent, isPlayedBy, playOf} from '../rehearsal/injections.js';
import type {Situation} from '../rehearsal/situations/schema.js';
import {namedComponent} from './named-component.js';

/**
 * What `--inject CAUSE[:COMPONENT]` means: a cause by its code or a situation by its name, in the component that is named or in
 * the first of the plan that can have it.
 * @param enabled the components that are installed, in the order of the plan.
 * @throws GenestackError (exit 2) GS-REH-15 where it cannot be made, GS-REH-16 where its place is wrong, GS-CLI-14 where there
 * is no such component.
 */
export const injectionOf = (
  text: string,
  situations: ReadonlyMap<string, Situation>,
  catalogue: Catalogue,
  enabled: readonly string[],
): Injection => {
  const [cause = '', ...rest] = text.split(':');
  const named = rest.length === 0 ? undefined : rest.join(':');
  const [name, situation] = injectable(cause, situations);
  if (!isOfComponent(situation)) {
    if (named !== undefined) {
      throw new GenestackError(
        'GS-REH-16',
        `${quoted(cause)} is of the whole rehearsal, and was to be injected into ${quoted(named)}.`,
        'Leave the component out.',
        exitCodes.usage,
      );
    }
    return {situation: name, component: ''};
  }
  const canHave = (component: string): boolean => canFail(situation, component, catalogue);
  const component = named === undefined ? enabled.find(canHave) : namedComponent(catalogue, named).name;
  if (component === undefined) {
    throw new GenestackError(
      'GS-REH-16',
      `${quoted(cause)} was to be injected, and no component of this rehearsal has a workload that could fail so.`,
      'Take another cause, or a profile with more components.',
      exitCodes.usage,
    );
  }
  if (!enabled.includes(component) || !canHave(component)) {
    throw new GenestackError(
      'GS-REH-16',
      `${quoted(cause)} was to be injected into ${component}, and ${enabled.includes(component) ? 'it has no workload that could fail so' : 'it is not part of this rehearsal'}.`,
      'Name another component behind the colon.',
      exitCodes.usage,
    );
  }
  return {situation: name, component};
};

const canFail = (situation: Situation, name: string, {components}: Catalogue): boolean => {
  const component = components.get(name);
  const play = situation.inject === undefined ? playOf(situation) : undefined;
  const workloads = component === undefined ? [] : [...component.workloads, ...component.hooks];
  return play === undefined ? workloads.length > 0 : workloads.some(({kind}) => isPlayedBy(play, kind));
};

const injectable = (
  cause: string,
  situations: ReadonlyMap<string, Situation>,
): readonly [name: string, situation: Situation] => {
  const all = [...situations].filter(([, situation]) => isInjectable(situation));
  const found = all.find(([name, {code}]) => name === cause || code === cause.toUpperCase());
  if (found !== undefined) return found;
  const codes = [...new Set(all.map(([, {code}]) => code))].toSorted();
  const near = didYouMean(cause, [...all.map(([name]) => name), ...codes]);
  const isKnown = [...situations].some(([name, {code}]) => name === cause || code === cause.toUpperCase());
  throw new GenestackError(
    'GS-REH-15',
    isKnown
      ? `${quoted(cause)} cannot be made in a rehearsal.`
      : `A cause ${quoted(cause)} was to be injected, and there is none${near === undefined ? '' : `; did you mean ${near}?`}`,
    `These can be: ${codes.join(', ')}.`,
    exitCodes.usage,
  );
};
