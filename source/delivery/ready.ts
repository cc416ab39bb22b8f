import type {Component} from '../catalogue/schema.js';
import {type KindRef, type KubernetesObject, type ObjectRef, refOf} from '../cluster/kubernetes-object.js';
import type {Observer} from '../cluster/observer.js';
import {judge, type Verdict} from '../cluster/readiness.js';
import type {Progress, StepContext} from '../engine/backend.js';
import {exitCodes, GenestackError} from '../errors.js';
import {explain, witnesses} from './explain.js';
import type {World} from './world.js';

export interface JudgedObject {
  readonly ref: ObjectRef;
  readonly object: KubernetesObject | undefined;
  readonly verdict: Verdict;
}

/** Kinds of Kubernetes itself that have a state to wait for; every kind of an operator has one too. */
const kindsWithState: readonly KindRef[] = [
  {apiVersion: 'apps/v1', kind: 'Deployment'},
  {apiVersion: 'apps/v1', kind: 'StatefulSet'},
  {apiVersion: 'apps/v1', kind: 'DaemonSet'},
  {apiVersion: 'batch/v1', kind: 'Job'},
  {apiVersion: 'v1', kind: 'PersistentVolumeClaim'},
  {apiVersion: 'v1', kind: 'Pod'},
  {apiVersion: 'v1', kind: 'Service'},
  {apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition'},
];

const workloads = kindsWithState.slice(0, 3);
export const hasState = ({apiVersion, kind}: KindRef): boolean =>
  kindsWithState.some(known => known.apiVersion === apiVersion && known.kind === kind) ||
  // A group with a dot outside of Kubernetes' own is an operator's.
  (/^[^/]+\.[^/]+\//.test(apiVersion) && !/^[^/]*\.k8s\.io\//.test(apiVersion)) ||
  /^(gateway\.networking|k8s\.mariadb)\b/.test(apiVersion);

/** The objects that make one readiness group: those it names, and everything unnamed in the first. */
export const refsOfGroup = (
  component: Component,
  group: string | undefined,
  refs: readonly ObjectRef[],
): ObjectRef[] => {
  if (component.groups === undefined || group === undefined) {
    return [...refs];
  }
  const [first] = Object.keys(component.groups);
  const named = (ref: ObjectRef): string | undefined =>
    Object.entries(component.groups ?? {}).find(([, names]) => names.includes(ref.name))?.[0];
  return refs.filter(ref => (named(ref) ?? first) === group);
};

export const judgeAll = (observer: Observer, refs: readonly ObjectRef[]): JudgedObject[] => {
  const judged = refs.map(ref => {
    const object = observer.get(ref);
    return {ref, object, verdict: object ? judge(object) : missing};
  });
  // What an operator made of a custom resource is counted and explained with it.
  const owners = new Set(judged.flatMap(({object}) => object?.metadata.uid ?? []));
  const made = workloads
    .flatMap(kind => observer.all(kind))
    .filter(object => object.metadata.ownerReferences?.some(owner => owners.has(owner.uid)))
    .map(object => ({ref: refOf(object), object, verdict: judge(object)}));
  return [...judged, ...made];
};

const missing: Verdict = {state: 'progressing', ready: 0, desired: 1, reason: 'does not exist yet'};

/** Pods are counted where there are workloads, else the objects themselves. */
const progressOf = (observer: Observer, judged: readonly JudgedObject[]): Progress => {
  const counted = judged.filter(({ref}) => workloads.some(kind => kind.kind === ref.kind));
  const basis = counted.length > 0 ? counted : judged;
  const waiting =
    judged.find(({verdict}) => verdict.state === 'failed') ??
    judged.find(({verdict}) => verdict.state !== 'ready');
  return {
    ready: basis.reduce((sum, {verdict}) => sum + verdict.ready, 0),
    desired: basis.reduce((sum, {verdict}) => sum + verdict.desired, 0),
    waitsFor: waiting ? explain(observer, waiting) : '',
  };
};

/**
 * Resolves when every object is ready and stays so for the settle time; how long that may take is the engine's to say.
 * @throws GenestackError GS-RDY-01 (one has failed for good).
 */
export const untilReady = async (
  world: World,
  what: string,
  refs: readonly ObjectRef[],
  context: StepContext,
): Promise<void> => {
  const {observer} = world;
  const judgedRefs = refs.filter(hasState);
  await observer.watch([...workloads, ...Object.values(witnesses), ...judgedRefs], context.signal);

  await new Promise<void>((resolve, reject) => {
    let settle: NodeJS.Timeout | undefined;
    const end = (finish: () => void) => {
      stop();
      clearTimeout(settle);
      context.signal.removeEventListener('abort', onAbort);
      finish();
    };
    const onAbort = () => end(() => reject(context.signal.reason as Error));
    const fail = (text: string) =>
      end(() =>
        reject(
          new GenestackError(
            'GS-RDY-01',
            text,
            `Look at it with kubectl, mend the cause, and run this again; it goes on from here.`,
            exitCodes.failed,
          ),
        ),
      );

    const look = () => {
      const judged = judgeAll(observer, judgedRefs);
      context.report(progressOf(observer, judged));
      const failed = judged.find(({verdict}) => verdict.state === 'failed');
      if (failed) {
        fail(`${what} cannot become ready. ${explain(observer, failed)}.`);
      } else if (judged.every(({verdict}) => verdict.state === 'ready')) {
        settle ??= setTimeout(() => end(resolve), world.settleSeconds * 1000);
      } else {
        clearTimeout(settle);
        settle = undefined;
      }
    };
    const stop = observer.onChange(() => {
      try {
        look();
      } catch (error) {
        end(() => reject(error as Error));
      }
    });
    context.signal.addEventListener('abort', onAbort, {once: true});
    look();
  });
};
