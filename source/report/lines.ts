import {editionNames} from '../catalogue/schema.js';
import type {EngineEvent} from '../engine/events.js';
import type {ComponentState, RunState} from '../engine/state.js';
import type {Plan} from '../plan/plan.js';
import {isRemoval, parseStepId} from '../plan/plan.js';
import {ascii, counted, listed} from './ascii.js';
import {componentSentence} from './component-sentence.js';
import {controlText} from './control-text.js';
import {duration} from './duration.js';

export {closingLines} from './closing-lines.js';

export interface Opening {
  readonly cluster: string;
  readonly simulatedNodes: number;
  readonly standIns: readonly string[];
}

/** What will be done, where, and what is not real about it. */
export const openingLines = (plan: Plan, {cluster, simulatedNodes, standIns}: Opening): string[] => {
  const enabled = plan.components.filter(component => component.enabled).length;
  const edition = editionNames[plan.edition];
  const verb = isRemoval(plan) ? 'Removes from' : simulatedNodes > 0 ? 'Rehearses' : 'Installs';
  return [
    `${verb} Genestack ${edition}: ${counted(enabled, 'component')}, ${counted(plan.steps.length, 'step')}, on ${cluster}.`,
    ...(simulatedNodes > 0
      ? [
          `${counted(simulatedNodes, 'simulated node')}: the API, helm and kustomize are real, containers do not run.`,
        ]
      : []),
    ...(standIns.length > 0
      ? [`${counted(standIns.length, 'stand-in chart')} where no real one was given: ${listed(standIns)}.`]
      : []),
    `The longest path is estimated at ${duration(plan.criticalPath.seconds)}.`,
  ].map(ascii);
};

/**
 * One sentence for each component whose state, count or wait this event changed, with the run's time and the name before it:
 * usually none or one. Several are joined by newlines; undefined where nothing is to be said.
 */
export const lineOf = (event: EngineEvent, before: RunState, after: RunState): string | undefined => {
  const lines = [
    ...runLines(event, after),
    ...controlLines(event, before, after),
    ...noteLines(event, after),
    ...changeLines(event, before, after),
  ];
  return lines.length === 0 ? undefined : lines.join('\n');
};

const runLines = (event: EngineEvent, state: RunState): string[] => {
  if (event.type === 'api-silent') {
    const seconds = (Date.parse(event.time) - Date.parse(event.since)) / 1000;
    return [
      line(
        event,
        state,
        '',
        `API server not answering for ${duration(seconds)}: ${event.why}; it is waited for`,
      ),
    ];
  }
  if (event.type === 'api-heard') {
    return [line(event, state, '', `API server answers again, after ${duration(event.seconds)}`)];
  }
  if (event.type !== 'interrupting') {
    return [];
  }
  const names = [...new Set(event.finishing.map(step => parseStepId(step).component))];
  const what =
    names.length === 0
      ? 'stops; nothing is in the midst of a write'
      : `stops; finishing first: ${listed(names)}. Once more Ctrl-C leaves at once`;
  return [line(event, state, '', what)];
};

const controlLines = (event: EngineEvent, before: RunState, state: RunState): string[] => {
  const said = controlText(event, before);
  return said === undefined ? [] : [line(event, state, said.component, said.text)];
};

const noteLines = (event: EngineEvent, state: RunState): string[] =>
  event.type === 'note' ? [line(event, state, event.component, `note: ${event.text}`)] : [];

/** The component the event is about comes first, then those that wait for it. */
const changeLines = (event: EngineEvent, before: RunState, after: RunState): string[] => {
  const all = Object.values(after.components);
  const [about, others] = [true, false].map(is => all.filter(({name}) => is === isAbout(event, name)));
  return [...(about ?? []), ...(others ?? [])].flatMap(component => {
    const known = before.components[component.name];
    const said = known === component ? undefined : newsOf(known, component);
    return said === undefined ? [] : [line(event, after, component.name, said)];
  });
};

const isAbout = (event: EngineEvent, name: string): boolean =>
  'component' in event && event.component === name;

const newsOf = (before: ComponentState | undefined, after: ComponentState): string | undefined => {
  const said = componentSentence(after);
  return said === '' || (before !== undefined && componentSentence(before) === said) ? undefined : said;
};

/** Room for `1:00:00`. */
const timeWidth = 7;

const line = (event: EngineEvent, state: RunState, name: string, text: string): string => {
  const elapsed = Date.parse(event.time) - Date.parse(state.run.startedAt ?? event.time);
  const nameWidth = Math.max(...Object.keys(state.components).map(key => key.length), 0);
  const time = duration(Math.max(0, elapsed) / 1000).padStart(timeWidth);
  return `${time}  ${name.padEnd(nameWidth)}  ${ascii(text)}`;
};
