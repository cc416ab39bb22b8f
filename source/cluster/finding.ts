import {objectName} from './causes/evidence.js';
import {said} from './causes/record.js';
import {type Cause, causeOf, causeOfObject, rankOf} from './causes.js';
import type {KubernetesObject} from './kubernetes-object.js';
import type {Inquiry} from './observation.js';
import {isWell, statusOf} from './pod-status.js';
import {judge, type Verdict} from './readiness.js';
import type {AskedObject, Scene, TroubleScene} from './scene.js';
import {called, seenOf} from './seen.js';

/** Which row is asked about; none of the two means the component itself. */
export interface Beneath {
  /** By its name, or `Kind/name` where names are not enough; another object than a workload by `Kind/name`. */
  readonly workload?: string | undefined;
  readonly pod?: string | undefined;
  /** Of what is of no component, whose names are not enough. */
  readonly namespace?: string | undefined;
}

/** What the cluster tells of why a row is as it is. */
export interface Finding extends Omit<Inquiry, 'asOf'> {
  /** `lasting` where it has a root of its own that does not pass. */
  readonly nature: Cause['nature'] | 'well';
  /** What has to be mended; empty where all is well. */
  readonly root: string;
}

/** What is beneath a component, as the API has it. */
export interface Scenery {
  readonly scenes: readonly Scene[];
  readonly troubles: readonly TroubleScene[];
  /** What is asked about, where it is known by its kind and name. */
  readonly asked?: AskedObject | undefined;
}

/**
 * Why a row beneath a component is as it is, or what holds up the component itself; undefined where there is no such row,
 * and where nothing beneath the component holds it up. Pure.
 * @param now milliseconds since 1970.
 */
export const findingOf = (
  {scenes, troubles, asked}: Scenery,
  row: Beneath,
  now: number,
): Finding | undefined => {
  const found = scenes.filter(
    ({workload, pods}) =>
      (row.workload === undefined || isNamed(workload, row.workload)) &&
      (row.namespace === undefined || workload.metadata.namespace === row.namespace) &&
      (row.pod === undefined || pods.some(({metadata}) => metadata.name === row.pod)),
  );
  if (row.pod !== undefined) {
    const [scene] = found;
    const pod = scene?.pods.find(({metadata}) => metadata.name === row.pod);
    if (scene !== undefined && pod !== undefined) return ofPod(scene, pod, now);
    return (
      asked &&
      ofPod(
        {workload: asked.object, pods: [asked.object], between: [], evidence: asked.evidence},
        asked.object,
        now,
      )
    );
  }
  const others = troubles.filter(
    ({object}) =>
      row.workload === undefined ||
      (isNamed(object, row.workload) &&
        (row.namespace === undefined || object.metadata.namespace === row.namespace)),
  );
  const judged = found.map(scene => ({scene, verdict: judge(scene.workload)}));
  const held = [
    ...judged
      .filter(({verdict}) => verdict.state !== 'ready')
      .map(({scene, verdict}) => {
        const cause = causeOf(scene.workload, verdict, scene.evidence);
        return {
          distance: verdict.state === 'failed' ? -1 : rankOf(cause),
          isTold: true,
          find: () => ofWorkload(scene, cause, now),
        };
      }),
    // What has its root in a workload is told by that one.
    ...others.map(scene => ({
      distance: Math.max(rankOf(scene.cause), scene.cause.waitsFor.length > 0 ? 1 : 0),
      // What passes by itself beside healthy workloads is no finding of the component.
      isTold: row.workload !== undefined || scene.cause.nature !== 'passes' || judged.length === 0,
      find: () => ofTrouble(scene, now),
    })),
  ]
    .filter(({isTold}) => isTold)
    .toSorted((a, b) => a.distance - b.distance);
  const [worst] = held;
  if (worst !== undefined) return worst.find();
  if (row.workload === undefined) return undefined;
  const [first] = judged;
  if (first !== undefined) return ofReady(first.scene, first.verdict, now);
  return asked && ofAsked(asked, now);
};

const isNamed = ({kind, metadata}: KubernetesObject, name: string): boolean =>
  metadata.name === name || `${kind}/${metadata.name}` === name;

const namesOf = (objects: readonly KubernetesObject[]): string[] =>
  objects.map(({kind, metadata}) => called(kind, metadata.name));

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

const seenIn = (
  objects: readonly KubernetesObject[],
  {evidence}: Pick<Scene, 'evidence'>,
  now: number,
): string[] =>
  seenOf(
    objects,
    objects.flatMap(object => evidence.events(object)),
    now,
  );

const trouble = (cause: Cause, text: string, chain: readonly string[], seen: readonly string[]): Finding => ({
  code: cause.code,
  chain,
  sentence: `${capital(text)}${/[.!?]$/.test(text) ? '' : '.'}`,
  remedy: cause.remedy,
  ...(cause.command !== '' && {command: cause.command}),
  seen,
  ...(cause.log !== undefined && {log: cause.log}),
  nature: cause.nature,
  root: cause.root,
});

const well = (sentence: string, chain: readonly string[], seen: readonly string[]): Finding => ({
  ...{code: '', chain, sentence: capital(sentence), remedy: '', seen},
  ...{nature: 'well', root: ''},
});

const ofWorkload = (scene: Scene, cause: Cause, now: number): Finding => {
  const [workload, ...beneath] = cause.path;
  const objects = [...(workload ? [workload] : []), ...scene.between, ...beneath];
  return trouble(cause, cause.text, chainOf(cause), seenIn(objects, scene, now));
};

/** The objects, the container whose log tells more, and the root where it is none of them. */
const chainOf = (cause: Cause): string[] => {
  const {path, log, root} = cause;
  const container = log === undefined ? [] : [`container ${log.container}`];
  const isInPath = path.some(object => [objectName(object), claimName(object)].includes(root));
  return [...namesOf(path), ...container, ...(isInPath || cause.nature !== 'lasting' ? [] : [root])];
};

const claimName = ({kind, metadata}: KubernetesObject): string =>
  kind === 'PersistentVolumeClaim' ? `claim ${metadata.namespace}/${metadata.name}` : '';

const ofReady = (scene: Scene, verdict: Verdict, now: number): Finding => {
  const {workload, between} = scene;
  const name = called(workload.kind, workload.metadata.name);
  const counts = workload.kind === 'CronJob' ? '' : `: ${verdict.ready} of ${verdict.desired}`;
  return well(`${name} is ready${counts}.`, [name], seenIn([workload, ...between], scene, now));
};

const ofTrouble = (
  {object, cause, evidence}: Pick<TroubleScene, 'object' | 'cause' | 'evidence'>,
  now: number,
): Finding =>
  trouble(
    cause,
    said(called(object.kind, object.metadata.name), cause.text),
    chainOf(cause),
    seenIn(cause.path, {evidence}, now),
  );

/** What nothing is said against, or what no cause is asked of. */
const ofAsked = ({object, evidence}: AskedObject, now: number): Finding => {
  const verdict = judge(object);
  if (verdict.state !== 'ready')
    return ofTrouble({object, cause: causeOf(object, verdict, evidence), evidence}, now);
  const name = called(object.kind, object.metadata.name);
  const warning = verdict.reason === '' ? '' : `, and says: ${verdict.reason}`;
  return well(`${name} is ready${warning}.`, [name], seenIn([object], {evidence}, now));
};

const ofPod = (scene: Scene, pod: KubernetesObject, now: number): Finding => {
  // A pod that no workload is above is asked about by itself.
  const above = scene.workload === pod ? [] : [called(scene.workload.kind, scene.workload.metadata.name)];
  const name = called('Pod', pod.metadata.name);
  if (isWell(pod)) {
    const status = pod.status?.phase === 'Succeeded' ? 'has done its work' : 'runs and is ready';
    return well(`${name} ${status}.`, [...above, name], seenIn([pod], scene, now));
  }
  const cause = causeOfObject(pod, scene.evidence);
  if (cause === undefined) {
    return {
      ...well(`${name} is ${statusOf(pod)}.`, [...above, name], seenIn([pod], scene, now)),
      ...{code: 'GS-POD-18', nature: 'passes', root: objectName(pod)},
    };
  }
  return trouble(
    cause,
    said(name, cause.text),
    [...above, ...chainOf(cause)],
    seenIn(cause.path, scene, now),
  );
};
