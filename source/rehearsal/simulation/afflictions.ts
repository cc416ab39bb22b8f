import type {KubernetesObject} from '../../cluster/kubernetes-object.js';
import {messageOf} from '../../errors.js';
import {type Injection, injectionsIn, injectionsRef, isPlayedBy, playedBy, playOf} from '../injections.js';
import {eventAbout, statusFor} from '../situations/pod-play.js';
import type {Play, Situation} from '../situations/schema.js';
import {annotations, fieldManager} from './annotations.js';
import {componentOf, lineage} from './membership.js';
import {type Deed, ignoringGone, type SimulationOptions} from './pods.js';
import {createWorkQueue} from './work-queue.js';
import {kinds} from './world.js';

/** Failures that pods are made to have. */
export interface Afflictions extends Deed {
  /** What a pod fails by; undefined where it shall live. */
  of(pod: KubernetesObject): Affliction | undefined;
  /** Shows the pod as failing. */
  strike(pod: KubernetesObject, affliction: Affliction): Promise<void>;
}

export interface Affliction extends Injection {
  readonly play: Play;
  readonly of: Situation;
}

/** Makes a rehearsal fail by what is injected, and ends it when that is taken away. */
export const afflict = ({client, world, catalogue, situations, say}: SimulationOptions): Afflictions => {
  const struck = new Set<string>();
  const injections = (): readonly Injection[] => injectionsIn(world.get(injectionsRef));
  const refOf = ({metadata}: KubernetesObject) => ({
    ...kinds.pod,
    namespace: metadata.namespace,
    name: metadata.name,
  });

  const of = (pod: KubernetesObject): Affliction | undefined => {
    const all = injections();
    if (all.length === 0) return undefined;
    const chain = lineage(pod, world);
    const name = componentOf(chain, catalogue)?.name;
    for (const injection of all) {
      const situation = situations.get(injection.situation);
      const play = situation && playOf(situation);
      if (
        situation !== undefined &&
        play !== undefined &&
        situation.inject === undefined &&
        injection.component === name &&
        isPlayedBy(play, chain.at(-1)?.kind ?? 'Pod')
      )
        return {...injection, play: playedBy(situation, play, pod), of: situation};
    }
    return undefined;
  };

  const isStruck = ({metadata}: KubernetesObject): boolean =>
    metadata.annotations?.[annotations.afflicted] !== undefined;

  /** Who shall fail begins anew, and so does who shall no more. */
  const changed = createWorkQueue(
    async () => {
      for (const pod of [...world.list(kinds.pod)]) {
        const isStarted = pod.metadata.annotations?.[annotations.started] !== undefined;
        const wrong = of(pod) === undefined ? isStruck(pod) : isStarted;
        if (wrong && pod.metadata.deletionTimestamp === undefined)
          await ignoringGone(() => client.delete(refOf(pod)));
      }
    },
    {concurrency: 1, onError: (_, error) => say(`A failure cannot be ended yet: ${messageOf(error)}.`)},
  );

  /** What is made or taken away beside pods, by the name of the situation and the number in it. */
  const objects = createWorkQueue(
    async id => {
      const [name = '', component = '', at = ''] = id.split('/');
      const object = situations.get(name)?.inject?.objects[Number(at)];
      const isWanted = injections().some(one => one.situation === name && one.component === component);
      const namespace = catalogue.components.get(component)?.namespace;
      if (object === undefined) return;
      const {component: _, cluster: __, ...manifest} = object;
      const placed = {...manifest, metadata: {namespace, ...manifest.metadata}} as KubernetesObject;
      if (isWanted) await client.apply(placed, {fieldManager, force: true});
      else await client.delete({apiVersion: placed.apiVersion, kind: placed.kind, ...placed.metadata});
    },
    {onError: (id, error) => say(`What is injected by ${id} cannot be made yet: ${messageOf(error)}.`)},
  );

  const classes = createWorkQueue(
    async () => {
      const names = injections().flatMap(
        ({situation}) => situations.get(situation)?.inject?.storageClasses ?? [],
      );
      for (const {metadata} of [...world.list(kinds.storageClass)])
        if (names.includes(metadata.name)) await client.delete({...kinds.storageClass, name: metadata.name});
    },
    {concurrency: 1, onError: (_, error) => say(`A class cannot be taken away yet: ${messageOf(error)}.`)},
  );

  const nodes = createWorkQueue(
    async name => {
      const patch = situations.get(name)?.inject?.nodes;
      if (patch === undefined) return;
      const isWanted = injections().some(({situation}) => situation === name);
      const {items} = await client.list(node);
      for (const {metadata} of items)
        await client.patch({...node, name: metadata.name}, isWanted ? patch : withoutValues(patch));
    },
    {concurrency: 1, onError: (_, error) => say(`The nodes cannot be changed yet: ${messageOf(error)}.`)},
  );

  let before: readonly Injection[] = [];
  const hear = (): void => {
    const now = injections();
    for (const {situation, component} of [...before, ...now]) {
      nodes.add(situation);
      for (const at of situations.get(situation)?.inject?.objects.keys() ?? [])
        objects.add(`${situation}/${component}/${at}`);
    }
    before = now;
    changed.add('pods');
    classes.add('classes');
  };
  world.watch(kinds.configMap, ({object}) => {
    if (object.metadata.name === injectionsRef.name && object.metadata.namespace === injectionsRef.namespace)
      hear();
  });
  world.watch(kinds.storageClass, () => classes.add('classes'));

  return {
    of,
    async strike(pod, {play, situation}) {
      const uid = `${pod.metadata.uid}`;
      // The world shows some time later what was done.
      if (struck.has(uid)) return;
      struck.add(uid);
      const mark = (value: string | null) =>
        client.patch(refOf(pod), {metadata: {uid, annotations: {[annotations.afflicted]: value}}});
      try {
        await mark('true');
        const now = Date.now();
        await client.patch(refOf(pod), {status: statusFor(pod, play, now)}, {subresource: 'status'});
        for (const event of play.events)
          await client.create(eventAbout({...pod, apiVersion: 'v1', kind: 'Pod'}, event, now));
      } catch (error) {
        struck.delete(uid);
        await mark(null).catch(() => {});
        throw error;
      }
      say(`Pod ${pod.metadata.namespace}/${pod.metadata.name} fails by ${situation}.`);
    },
    stop() {
      for (const queue of [changed, objects, classes, nodes]) queue.stop();
    },
  };
};

const node = {apiVersion: 'v1', kind: 'Node'};

/** A merge patch that takes away what another has put. */
const withoutValues = (patch: object): object =>
  Object.fromEntries(
    Object.entries(patch).map(([key, value]) => [
      key,
      typeof value === 'object' && value !== null && !Array.isArray(value) ? withoutValues(value) : null,
    ]),
  );
