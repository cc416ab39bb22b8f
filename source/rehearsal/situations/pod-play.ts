import type {KubernetesObject} from '../../cluster/kubernetes-object.js';
import type {ContainerPlay, EventPlay, Play} from './schema.js';

/** Seconds are the finest that Kubernetes' times know. */
const timestamp = (milliseconds: number): string => new Date(milliseconds).toISOString().replace(/\.\d+/, '');

interface ContainerSpec {
  readonly name: string;
  readonly image?: string;
}

const stateOf = ({waiting, running, terminated}: ContainerPlay, now: number): object => {
  if (terminated !== undefined)
    return {terminated: {...terminated, startedAt: timestamp(now), finishedAt: timestamp(now)}};
  if (running !== undefined) return {running: {startedAt: timestamp(now)}};
  return {waiting: waiting ?? {reason: 'ContainerCreating'}};
};

const statusOf = (
  {name, image = ''}: ContainerSpec,
  play: ContainerPlay,
  isReady: boolean,
  now: number,
): object => ({
  name,
  image,
  imageID: '',
  ready: isReady,
  restartCount: play.restartCount ?? 0,
  started: play.started ?? play.running !== undefined,
  state: stateOf(play, now),
  ...(play.lastTerminated !== undefined && {
    lastState: {
      terminated: {...play.lastTerminated, startedAt: timestamp(now), finishedAt: timestamp(now)},
    },
  }),
});

/** The status that a kubelet or the scheduler would have written; the first of the containers is the one that is played. */
export const statusFor = (pod: KubernetesObject, play: Play, now: number): object => {
  const condition = (type: string, isTrue: boolean, rest: object = {}): object => ({
    type,
    status: isTrue ? 'True' : 'False',
    lastTransitionTime: timestamp(now),
    ...rest,
  });
  if (play.unscheduled !== undefined)
    return {
      phase: 'Pending',
      conditions: [condition('PodScheduled', false, {reason: 'Unschedulable', message: play.unscheduled})],
    };
  const inits = (pod.spec?.initContainers ?? []) as ContainerSpec[];
  const containers = (pod.spec?.containers ?? []) as ContainerSpec[];
  const isInInit = play.init !== undefined;
  const own: ContainerPlay = play.ready ? {running: {}} : (play.container ?? {});
  const waiting: ContainerPlay = {waiting: {reason: 'PodInitializing'}};
  const done: ContainerPlay = {terminated: {exitCode: 0, reason: 'Completed'}};
  return {
    phase: play.ready ? 'Running' : play.phase,
    ...(play.reason !== undefined && {reason: play.reason}),
    ...(play.message !== undefined && {message: play.message}),
    startTime: timestamp(now),
    conditions: [
      condition('PodScheduled', true),
      condition('Initialized', !isInInit),
      condition('ContainersReady', play.ready),
      condition('Ready', play.ready, play.ready ? {} : {reason: 'ContainersNotReady'}),
    ],
    ...(inits.length > 0 && {
      initContainerStatuses: inits.map((init, at) =>
        statusOf(init, isInInit ? (at === 0 ? (play.init ?? {}) : waiting) : done, !isInInit, now),
      ),
    }),
    containerStatuses: containers.map((container, at) =>
      statusOf(container, isInInit || at > 0 ? waiting : own, play.ready, now),
    ),
  };
};

let count = 0;

/** An event about an object, as its maker would have written it. */
export const eventAbout = (object: KubernetesObject, play: EventPlay, now: number): KubernetesObject => {
  const {apiVersion, kind, metadata} = object;
  const {name, namespace = 'default', uid} = metadata;
  count += 1;
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: {name: `${name}.${now.toString(16)}${count}`.slice(-253), namespace},
    involvedObject: {apiVersion, kind, name, namespace: metadata.namespace, uid},
    reason: play.reason,
    message: play.message,
    type: play.type,
    count: play.count,
    firstTimestamp: timestamp(now),
    lastTimestamp: timestamp(now),
    source: {component: play.source},
  };
};
