import {objectName} from '../cluster/causes/evidence.js';
import {said} from '../cluster/causes/record.js';
import type {Observation, ObservedTrouble} from '../cluster/observation.js';
import {problemsOf as causesOf, componentsOf} from '../cluster/problems.js';
import {sanitiseLine} from '../cluster/sanitise.js';
import {called} from '../cluster/seen.js';
import {mayBeTrouble} from '../cluster/troubles.js';
import type {JudgedResource} from './components.js';
import {unheardProblems} from './unheard.js';
import type {MonitoredComponent, Problem, Target, UnheardKind} from './view.js';

/** What the problems are read from. */
export interface Scene {
  readonly components: readonly MonitoredComponent[];
  readonly observation: Observation;
  readonly troubles: readonly ObservedTrouble[];
  readonly resources: readonly JudgedResource[];
  readonly unheard: readonly UnheardKind[];
}

/** Everything that is not well or soon will not be, what needs a person first. Pure. */
export const problemsOf = (scene: Scene): readonly Problem[] => {
  const known = ofCluster(scene);
  const told = new Set(known.map(({what}) => what));
  const all = [
    ...unheardProblems(scene.unheard),
    ...known,
    ...saying(scene).filter(({what}) => !told.has(what)),
    ...scene.resources.filter(({object}) => !mayBeTrouble(object)).flatMap(resource),
  ];
  return all.toSorted((a, b) => weights.indexOf(a.weight) - weights.indexOf(b.weight));
};

const weights: readonly Problem['weight'][] = ['failed', 'rolling-out', 'attention'];

const bare = {ready: null, desired: null, target: null, behind: []};

const ofCluster = ({components, observation, troubles}: Scene): Problem[] =>
  causesOf(observation, troubles).map((problem): Problem => {
    const {code, root, text, state, passes, isComing, rows} = problem;
    const [first] = rows;
    const own = new Set(rows.map(({component}) => component));
    const component = components.find(({name}) => name === first?.component);
    return {
      key: `${code} ${root}`,
      code,
      weight: isComing ? 'attention' : state === 'failed' || !passes ? 'failed' : 'rolling-out',
      what: first?.component ?? (first === undefined ? root : spoken(first.object)),
      text:
        first === undefined || first.component === null || isWorkload(first.object)
          ? text
          : said(spoken(first.object), text),
      ready: component?.ready ?? null,
      desired: component?.desired ?? null,
      target: targetOf(component?.name ?? '', first?.object),
      behind: componentsOf(problem).filter(name => !own.has(name)),
    };
  });

const isWorkload = (object: string): boolean =>
  /^(Deployment|StatefulSet|DaemonSet|(Cron)?Job) /.test(object);

/** `node compute-4`, `Certificate openstack/tls`. */
const spoken = (object: string): string => {
  const [kind = '', name = ''] = object.split(' ');
  return called(kind, name);
};

/** `StatefulSet openstack/x` is called `x` where it is asked about; what is of no component also by its kind and namespace. */
const targetOf = (component: string, object = ''): Target | null => {
  const [kind = '', ...rest] = object.split(/[ /]/);
  const name = rest.at(-1);
  if (name === undefined) return null;
  if (component !== '') return {component, workload: name};
  const namespace = rest.length > 1 ? rest[0] : undefined;
  return {component, workload: `${kind}/${name}`, ...(namespace !== undefined && {namespace})};
};

/** What is well and has something to say all the same, e.g. a Ceph with a warning. */
const saying = ({components}: Scene): Problem[] =>
  components.flatMap(({name, state, reason}): Problem[] =>
    state === 'ready' && reason !== ''
      ? [
          {
            ...bare,
            key: `says ${name}`,
            code: '',
            weight: 'attention',
            what: name,
            text: reason,
            target: {component: name},
          },
        ]
      : [],
  );

/** A custom resource that is not ready and that no cause is asked of; one that is well and warns is said by its component. */
const resource = ({object, verdict}: JudgedResource): Problem[] => {
  if (verdict.state === 'ready') return [];
  const {kind, metadata} = object;
  return [
    {
      ...bare,
      key: `${kind} ${metadata.namespace ?? ''}/${metadata.name}`,
      code: verdict.code ?? '',
      weight: verdict.state === 'failed' || verdict.code !== undefined ? 'failed' : 'rolling-out',
      what: `${kind} ${sanitiseLine(metadata.name, 253)}`,
      text: verdict.reason,
      target: targetOf('', objectName(object)),
    },
  ];
};
