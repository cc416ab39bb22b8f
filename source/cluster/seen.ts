import prettyMilliseconds from 'pretty-ms';
import {timeOfEvent} from './event-index.js';
import type {KubernetesObject} from './kubernetes-object.js';
import {type Condition, conditionsOf} from './readiness/verdict.js';
import {sanitiseLine} from './sanitise.js';

/** More than this nobody reads on one screen. */
const mostLines = 12;

interface Line {
  /** Milliseconds since 1970; 0 where nobody says when. */
  readonly at: number;
  readonly text: string;
}

/** A condition that holds its object back: one that is True there says that all is well. */
interface TimedCondition extends Condition {
  readonly lastTransitionTime?: string;
}

/** Conditions whose being True is the trouble; of a node it is all but Ready. */
const bad: ReadonlySet<string> = new Set([
  'ReplicaFailure',
  'Failed',
  'FailureTarget',
  'Stalled',
  'Degraded',
  'Reconciling',
]);

const isBad = (kind: string, type: string): boolean => (kind === 'Node' ? type !== 'Ready' : bad.has(type));

/**
 * What the API shows of some objects and of the events about them, newest first, one line each: `claim storage-x-2 is Pending since 2m 31s`,
 * `condition PodScheduled of pod x-2 is False since 40s (Unschedulable): …`, `event ProvisioningFailed of claim
 * storage-x-2, 6 times, last 12s ago: …`.
 * @param now milliseconds since 1970.
 */
export const seenOf = (
  objects: readonly KubernetesObject[],
  events: readonly KubernetesObject[],
  now: number,
): string[] => {
  const lines = [
    ...objects.flatMap(object => [...phaseOf(object, now), ...conditionLines(object, now)]),
    ...events.map(event => eventLine(event, now)),
  ];
  return lines
    .toSorted((a, b) => b.at - a.at)
    .slice(0, mostLines)
    .map(({text}) => text);
};

const phaseOf = (object: KubernetesObject, now: number): Line[] => {
  if (object.kind !== 'PersistentVolumeClaim') return [];
  const at = timeOf(object.metadata.creationTimestamp);
  const phase = sanitiseLine(String(object.status?.phase ?? 'Pending'), 40);
  return [{at, text: `${calledOf(object)} is ${phase}${phase === 'Bound' ? '' : since(at, now)}`}];
};

const conditionLines = (object: KubernetesObject, now: number): Line[] =>
  (conditionsOf(object.status) as readonly TimedCondition[])
    .filter(({type, status}) => (status === 'True') === isBad(object.kind, type))
    .map(({type, status, reason, message, lastTransitionTime}) => {
      const at = timeOf(lastTransitionTime);
      const why = reason ? ` (${sanitiseLine(reason, 60)})` : '';
      const said = message ? `: ${sanitiseLine(message, 300)}` : '';
      return {
        at,
        text: `condition ${sanitiseLine(type, 60)} of ${calledOf(object)} is ${sanitiseLine(String(status), 20)}${since(at, now)}${why}${said}`,
      };
    });

const eventLine = (event: KubernetesObject, now: number): Line => {
  const at = timeOf(timeOfEvent(event));
  const times = Number(event.series?.count ?? event.count ?? 1);
  const often = times > 1 ? `, ${times} times, last` : ',';
  const said = event.message ? `: ${sanitiseLine(String(event.message), 300)}` : '';
  const about = called(String(event.involvedObject?.kind), String(event.involvedObject?.name));
  return {
    at,
    text: `event ${sanitiseLine(String(event.reason ?? ''), 60)} of ${about}${at === 0 ? '' : `${often} ${ageOf(at, now)} ago`}${said}`,
  };
};

const timeOf = (text: unknown): number => {
  const time = Date.parse(String(text ?? ''));
  return Number.isNaN(time) ? 0 : time;
};

const ageOf = (at: number, now: number): string =>
  prettyMilliseconds(Math.max(1000, now - at), {unitCount: 2, secondsDecimalDigits: 0});

const since = (at: number, now: number): string => (at === 0 ? '' : ` since ${ageOf(at, now)}`);

const calledOf = ({kind, metadata}: KubernetesObject): string => called(kind, metadata.name);

/** `pod x-2`, `claim storage-x-2`, `StatefulSet x`: how a person is told of an object beneath a component. */
export const called = (kind: string, name: string): string => {
  const words: Readonly<Record<string, string>> = {
    Pod: 'pod',
    PersistentVolumeClaim: 'claim',
    Node: 'node',
    Namespace: 'namespace',
  };
  return `${words[kind] ?? sanitiseLine(kind, 60)} ${sanitiseLine(name, 253)}`;
};
