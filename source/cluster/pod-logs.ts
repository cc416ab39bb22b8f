import {setTimeout as sleep} from 'node:timers/promises';
import {messageOf} from '../errors.js';
import {type ContainerStatus, statusesOf} from './causes/containers.js';
import type {Client} from './client.js';
import type {KubernetesObject} from './kubernetes-object.js';
import type {ContainerLog} from './observation.js';
import {isPast, statusOf} from './pod-status.js';
import {sanitise, sanitiseLine} from './sanitise.js';
import {textLines} from './text-lines.js';

export interface PodName {
  readonly namespace: string;
  readonly name: string;
}

export interface PodLogsOptions {
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
}

/** Of what was logged before anyone looked. */
const firstLines = 500;
const longestLine = 16_384;
const pauseMilliseconds = 2000;

/**
 * Lines of a pod's log as they come, sanitised: of the first init container that has not ended well, else of its first
 * container, over restarts, until the pod has ended or the signal aborts. Why nothing can be read comes as a sentence, once.
 */
export async function* podLogs(
  client: Client,
  {namespace, name}: PodName,
  signal: AbortSignal,
  {wait = (milliseconds, until) => sleep(milliseconds, undefined, {signal: until})}: PodLogsOptions = {},
): AsyncGenerator<string> {
  let said = '';
  let following: string | undefined;
  let last = '';
  /** Whoever waits for a while does not want to read the same again. */
  const once = (sentence: string): string[] => {
    if (sentence === said) return [];
    said = sentence;
    return [sentence];
  };

  while (!signal.aborted) {
    try {
      const pod = await client.read({apiVersion: 'v1', kind: 'Pod', namespace, name});
      if (pod === undefined) {
        yield* once(`Pod ${namespace}/${name} is not there any more.`);
        return;
      }
      const container = containerOf(pod);
      if (container === undefined) {
        yield* once(`Pod ${name} has not started yet, so that it has no log: it is ${statusOf(pod)}.`);
      } else {
        if (container !== following) {
          if (countOf(pod) > 1) yield `Container ${sanitiseLine(container, 80)}:`;
          following = container;
          last = '';
        }
        const stream = await client.log(
          {namespace, name},
          {container, signal, ...(last === '' ? {tailLines: firstLines} : {sinceTime: last})},
        );
        // The API takes up a log by the second, so that some lines come again.
        const resumed = instantOf(last);
        for await (const line of textLines(stream, {longest: longestLine})) {
          const {time = last, text} = timed(line);
          if (resumed !== '' && instantOf(time) <= resumed) continue;
          said = '';
          last = time;
          yield* shown(text);
        }
        if (hasEnded(pod)) return;
      }
    } catch (error) {
      if (signal.aborted) return;
      yield* once(`The log of pod ${name} cannot be read: ${sanitiseLine(messageOf(error), 300)}`);
    }
    await wait(pauseMilliseconds, signal).catch(() => {});
  }
}

/** So many lines are enough to see why a container ended. */
const lastCount = 12;

/** The last lines of a container, sanitised, without those that are empty; why they cannot be had as a sentence. */
export const lastLines = async (
  client: Client,
  {namespace, pod, container, previous}: ContainerLog,
  signal: AbortSignal,
): Promise<readonly string[]> => {
  try {
    const stream = await client.log(
      {namespace, name: pod},
      {container, previous, isWhole: true, tailLines: lastCount, signal},
    );
    const lines: string[] = [];
    for await (const line of textLines(stream, {longest: longestLine}))
      lines.push(...shown(timed(line).text));
    return lines.filter(line => line.trim() !== '').slice(-lastCount);
  } catch (error) {
    return signal.aborted ? [] : [`They cannot be read: ${sanitiseLine(messageOf(error), 300)}`];
  }
};

/** Undefined as long as nothing of it has run. */
const containerOf = (pod: KubernetesObject): string | undefined => {
  const inits = statusesOf(pod, 'initContainerStatuses');
  const status = hasEnded(pod)
    ? (inits.find(({state}) => (state?.terminated?.exitCode ?? 0) !== 0) ?? mainOf(pod))
    : (inits.find(init => !isPast(pod, init)) ?? mainOf(pod));
  return status !== undefined && hasRun(status) ? status.name : undefined;
};

/** The first of the pod's own order, which is not that of its status. */
const mainOf = (pod: KubernetesObject): ContainerStatus | undefined => {
  const [first] = (pod.spec?.containers ?? []) as {readonly name: string}[];
  return statusesOf(pod, 'containerStatuses').find(({name}) => name === first?.name);
};

const hasRun = ({state, lastState}: ContainerStatus): boolean =>
  state?.running !== undefined || state?.terminated !== undefined || lastState?.terminated !== undefined;

const hasEnded = ({status}: KubernetesObject): boolean =>
  status?.phase === 'Succeeded' || status?.phase === 'Failed';

const countOf = ({spec}: KubernetesObject): number =>
  (spec?.initContainers?.length ?? 0) + (spec?.containers?.length ?? 0);

/** The kubelet puts a time before each line; with it a log that was cut goes on where it was. */
const timed = (line: string): {time?: string; text: string} => {
  const found = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)) ?/.exec(line);
  return found?.[1] === undefined ? {text: line} : {time: found[1], text: line.slice(found[0].length)};
};

/** For comparing as text, to the nanosecond, which a Date does not hold. */
const instantOf = (time: string): string => {
  const seconds = Date.parse(time.replace(/\.\d+/, '')) / 1000;
  return Number.isNaN(seconds) ? '' : `${seconds}.${/\.(\d+)/.exec(time)?.[1] ?? ''}`;
};

/** Tabs are of no width that a screen knows; what overwrote itself by carriage returns comes as lines. */
const shown = (text: string): string[] =>
  sanitise(text.replace(/\r+$/, ''), longestLine).replaceAll('\t', '    ').split('\n');
