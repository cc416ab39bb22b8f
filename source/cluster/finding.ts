import {openClaim} from './causes/claims.js';
import {podCause} from './causes/pods.js';
import {remedies} from './causes/remedies.js';
import {type Cause, causeOf, rankOf, worstPod} from './causes.js';
import type {KubernetesObject} from './kubernetes-object.js';
import {isWell, statusOf} from './pod-status.js';
import {judge, type Verdict} from './readiness.js';
import type {Scene} from './scene.js';
import {called, seenOf} from './seen.js';

/** Which row is asked about; none of the two means the component itself. */
export interface Beneath {
  /** By its name, or `Kind/name` where names are not enough. */
  readonly workload?: string | undefined;
  readonly pod?: string | undefined;
}

/** What the cluster tells of why a row is as it is. */
export interface Finding {
  /** Empty where all is well. */
  readonly code: string;
  /** From the workload down to the root. */
  readonly chain: readonly string[];
  /** One sentence. */
  readonly sentence: string;
  readonly remedy: string;
  /** Newest first. */
  readonly seen: readonly string[];
}

/**
 * Why a row beneath a component is as it is, or what holds up the component itself; undefined where there is no such row,
 * and where nothing beneath the component holds it up. Pure.
 * @param now milliseconds since 1970.
 */
export const findingOf = (scenes: readonly Scene[], row: Beneath, now: number): Finding | undefined => {
  const found = scenes.filter(
    ({workload, pods}) =>
      (row.workload === undefined || isNamed(workload, row.workload)) &&
      (row.pod === undefined || pods.some(({metadata}) => metadata.name === row.pod)),
  );
  if (row.pod !== undefined) {
    const [scene] = found;
    const pod = scene?.pods.find(({metadata}) => metadata.name === row.pod);
    return scene && pod && ofPod(scene, pod, now);
  }
  const judged = found.map(scene => ({scene, verdict: judge(scene.workload)}));
  const [held] = judged
    .filter(({verdict}) => verdict.state !== 'ready')
    .toSorted((a, b) => distanceOf(a) - distanceOf(b));
  if (held !== undefined) return ofWorkload(held.scene, held.verdict, now);
  const [first] = judged;
  return row.workload === undefined || first === undefined
    ? undefined
    : ofWorkload(first.scene, first.verdict, now);
};

/** From the root of what holds up a component: what has failed for good is nearest. */
const distanceOf = ({scene, verdict}: {readonly scene: Scene; readonly verdict: Verdict}): number =>
  verdict.state === 'failed' ? -1 : rankOf(causeOf(scene.workload, verdict, scene.evidence(), scene.pods));

const isNamed = ({kind, metadata}: KubernetesObject, name: string): boolean =>
  metadata.name === name || `${kind}/${metadata.name}` === name;

const ofWorkload = (scene: Scene, verdict: Verdict, now: number): Finding => {
  const {workload, pods, between} = scene;
  const chain = [called(workload.kind, workload.metadata.name)];
  const above = [workload, ...between];
  if (verdict.state === 'ready') {
    const counts = workload.kind === 'CronJob' ? '' : `: ${verdict.ready} of ${verdict.desired}`;
    return well(`${chain[0]} is ready${counts}.`, chain, above, scene, now);
  }
  const evidence = scene.evidence();
  const root = worstPod(pods, evidence);
  const beneath = root === undefined ? [] : rootsOf(root.pod, scene);
  return trouble(
    causeOf(workload, verdict, evidence, pods),
    [...chain, ...beneath.map(({kind, metadata}) => called(kind, metadata.name))],
    [...above, ...beneath],
    scene,
    now,
  );
};

const ofPod = (scene: Scene, pod: KubernetesObject, now: number): Finding => {
  const above = called(scene.workload.kind, scene.workload.metadata.name);
  const name = called('Pod', pod.metadata.name);
  if (isWell(pod)) {
    const status = pod.status?.phase === 'Succeeded' ? 'has done its work' : 'runs and is ready';
    return well(`${name} ${status}.`, [above, name], [pod], scene, now);
  }
  const beneath = rootsOf(pod, scene);
  const cause = podCause(pod, scene.evidence());
  return trouble(
    cause === undefined
      ? {code: 'GS-POD-18', text: `${name} is ${statusOf(pod)}`}
      : {code: cause.code, text: `${name} ${cause.text}`},
    [above, ...beneath.map(object => called(object.kind, object.metadata.name))],
    beneath,
    scene,
    now,
  );
};

/** A pod and, where that is what it waits for, the claim; a claim that does not exist is named all the same. */
const rootsOf = (pod: KubernetesObject, scene: Scene): KubernetesObject[] => {
  const evidence = scene.evidence();
  if (podCause(pod, evidence)?.code !== 'GS-POD-01') return [pod];
  const open = openClaim(pod, evidence);
  if (open === undefined) return [pod];
  const {namespace} = pod.metadata;
  return [
    pod,
    open.claim ?? {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: {name: open.name, ...(namespace !== undefined && {namespace})},
      status: {phase: 'missing'},
    },
  ];
};

const trouble = (
  {code, text}: Cause,
  chain: readonly string[],
  objects: readonly KubernetesObject[],
  scene: Scene,
  now: number,
): Finding => ({
  code,
  chain,
  sentence: `${text.charAt(0).toUpperCase()}${text.slice(1)}.`,
  remedy: remedies[code] ?? '',
  seen: seenOf(
    objects,
    objects.flatMap(object => scene.eventsAbout(object)),
    now,
  ),
});

const well = (
  sentence: string,
  chain: readonly string[],
  objects: readonly KubernetesObject[],
  scene: Scene,
  now: number,
): Finding => ({
  code: '',
  chain,
  sentence: `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`,
  remedy: '',
  seen: seenOf(
    objects,
    objects.flatMap(object => scene.eventsAbout(object)),
    now,
  ),
});
