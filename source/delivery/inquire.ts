import {causeByCode} from '../cluster/causes/registry.js';
import {type Beneath, type Finding, findingOf, type Scenery} from '../cluster/finding.js';
import type {Inquiry} from '../cluster/observation.js';
import type {LiveObservation} from '../cluster/observe.js';
import {componentsOf, pathToRoot, problemsOf} from '../cluster/problems.js';
import type {AskedObject} from '../cluster/scene.js';
import type {ComponentState, RunState} from '../engine/state.js';
import {chainToRoot, waitingBehind} from '../engine/waits.js';

export interface Row extends Beneath {
  /** Empty of what is of none. */
  readonly component: string;
}

/** What is known of one thing: of a component by the engine, of what is beneath it by the cluster. */
type Answer = Pick<Inquiry, 'code' | 'sentence' | 'remedy' | 'command'>;

export type Seen = Pick<
  LiveObservation,
  'observation' | 'troubles' | 'scenes' | 'troubleScenes' | 'find' | 'asOf'
>;

const sceneryOf = (live: Seen, component: string, asked?: AskedObject): Scenery => ({
  scenes: live.scenes(component === '' ? null : component),
  troubles: live.troubleScenes(component === '' ? null : component),
  asked,
});

/** Whatever a row of no component names, though it may be of one for all that. */
const askedOf = (live: Seen, {component, workload, pod, namespace}: Row): AskedObject | undefined => {
  if (component !== '') return undefined;
  if (pod !== undefined) return live.find({kind: 'Pod', name: pod, namespace});
  const [kind = '', name] = (workload ?? '').split('/');
  return name === undefined ? undefined : live.find({kind, name, namespace});
};

/**
 * Why a row is as it is, by what the engine said and what the cluster shows; a component that waits for others is followed to
 * the one at the root. The code is empty where nothing is wrong.
 * @param state undefined where no run is known: then the cluster alone is asked.
 * @param now milliseconds since 1970.
 */
export const inquire = (live: Seen, state: RunState | undefined, row: Row, now: number): Inquiry => {
  const isComponent = row.workload === undefined && row.pod === undefined;
  const asked = askedOf(live, row);
  const components = !isComponent
    ? [row.component || (asked?.component ?? '')]
    : state === undefined
      ? seenPath(live, row.component)
      : pathOf(live, state, row.component, now);
  const root = components.at(-1) ?? row.component;
  const finding = findingOf(sceneryOf(live, root, asked), isComponent ? {} : row, now);
  const answer = isComponent
    ? state === undefined
      ? (finding ?? seenAnswer(live, root))
      : ofComponent(state.components[root], finding)
    : (finding ?? gone);
  return {
    asOf: live.asOf() ?? new Date(now).toISOString(),
    code: answer.code,
    isCause: causeByCode(answer.code) !== undefined,
    chain: [...new Set([...components, ...(finding?.chain ?? [])])].filter(name => name !== ''),
    sentence: [
      ...(isComponent ? waits(row.component, root) : []),
      answer.sentence,
      ...behind(live, state, root, answer),
    ].join(' '),
    remedy: answer.remedy,
    ...(answer.command !== undefined && {command: answer.command}),
    seen: finding?.seen ?? [],
    ...(finding?.log !== undefined && {log: finding.log}),
  };
};

const gone: Answer = {
  code: '',
  sentence: 'It is no longer there.',
  remedy: '',
};

/** The components from one to the root of what holds up its worst workload. */
const seenPath = (live: Seen, component: string): string[] => {
  const observation = live.observation();
  const problems = problemsOf(observation, live.troubles());
  const own = problems
    .flatMap(({rows, waiting}) => [...rows, ...waiting])
    .find(problemRow => problemRow.component === component);
  const path = own === undefined ? [] : pathToRoot(own.object, observation, live.troubles());
  return [...new Set([component, ...path.flatMap(step => step.component ?? [])])];
};

const seenAnswer = (live: Seen, component: string): Answer => {
  const workloads = live.observation().get(component);
  if (workloads === undefined) return {code: '', sentence: 'Nothing of it is in the cluster.', remedy: ''};
  const [ready, desired] = [
    workloads.reduce((sum, workload) => sum + workload.ready, 0),
    workloads.reduce((sum, workload) => sum + workload.desired, 0),
  ];
  return {
    code: '',
    sentence: desired === 0 ? 'It is ready.' : `It is ready, ${ready} of ${desired}.`,
    remedy: '',
  };
};

/** To the first that shows a cause of its own: what waits in its init containers has its root elsewhere. */
const pathOf = (live: Seen, state: RunState, component: string, now: number): string[] => {
  const path = chainToRoot(state, component);
  const own = path.findIndex(name => {
    const finding = findingOf(sceneryOf(live, name), {}, now);
    return finding !== undefined && isOwn(finding);
  });
  return own === -1 ? path : path.slice(0, own + 1);
};

const isOwn = ({nature}: Finding): boolean => nature === 'lasting';

/** It failed for good, or it showed no sign of life for too long. */
const waitedInVain: ReadonlySet<string> = new Set(['GS-RDY-01', 'GS-ENG-03']);

const ofComponent = (component: ComponentState | undefined, finding: Finding | undefined): Answer => {
  if (component === undefined)
    return finding ?? {code: '', sentence: 'It is not part of this run.', remedy: ''};
  const {state, error, waitsFor, interrupted} = component;
  // What the engine waited for in vain, the cluster explains better, and as of now.
  if (error !== null && (finding === undefined || !waitedInVain.has(error.code)))
    return {code: error.code, sentence: sentence(error.message), remedy: error.remedy};
  if (state === 'ready' || state === 'verified')
    return {code: '', sentence: readySentence(component), remedy: ''};
  if (finding !== undefined) return finding;
  if (interrupted)
    return {code: '', sentence: 'It was interrupted.', remedy: 'Run the same again: it goes on from here.'};
  if (waitsFor !== '' && state !== 'planned')
    return {code: 'GS-POD-18', sentence: sentence(waitsFor), remedy: causeByCode('GS-POD-18')?.remedy ?? ''};
  return {code: '', sentence: plainSentences[state], remedy: ''};
};

const plainSentences: Readonly<Record<ComponentState['state'], string>> = {
  planned: 'It begins as soon as there is room for it.',
  blocked: 'It is blocked.',
  applying: 'It is being applied, and nothing has been heard against it.',
  'rolling-out': 'It is rolling out, and nothing has been heard against it.',
  ready: 'It is ready.',
  verified: 'It is verified.',
  failed: 'It failed.',
  skipped: 'It was skipped.',
  removing: 'It is being removed.',
  gone: 'It is gone.',
};

const readySentence = ({state, ready, desired}: ComponentState): string =>
  desired === 0 ? plainSentences[state] : `It is ${state}, ${ready} of ${desired}.`;

const waits = (component: string, root: string): string[] =>
  component === root ? [] : [`${component} waits for ${root}.`];

const behind = (live: Seen, state: RunState | undefined, root: string, {code}: Answer): string[] => {
  const count =
    code === '' ? 0 : (state === undefined ? seenBehind(live, root) : waitingBehind(state, root)).length;
  return count === 0 ? [] : [`${count} component${count === 1 ? ' waits' : 's wait'} behind ${root}.`];
};

/** The other components that wait for something of the given one. */
const seenBehind = (live: Seen, root: string): string[] => {
  const behindRoot = problemsOf(live.observation(), live.troubles())
    .filter(({rows}) => rows.some(({component}) => component === root))
    .flatMap(componentsOf);
  return [...new Set(behindRoot)].filter(name => name !== root);
};

const sentence = (text: string): string => `${text}${/[.!?]$/.test(text) ? '' : '.'}`;
