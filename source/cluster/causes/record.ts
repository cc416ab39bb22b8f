import type {KubernetesObject} from '../kubernetes-object.js';
import {sanitiseLine} from '../sanitise.js';
import type {Evidence} from './evidence.js';

export type Code = `GS-${string}`;

/** What the cluster said, for the templates of a record; they make it one line of a bounded length without escapes. */
export type Facts = Readonly<Record<string, string>>;

export interface Found {
  readonly facts?: Facts;
  /** What is beneath the object on the way to the root: a claim, which may not exist. */
  readonly beneath?: readonly KubernetesObject[];
  /** Workloads and other objects that hold it up, `Job openstack/nova-db-sync`: its root is theirs. */
  readonly waitsFor?: readonly string[];
  /** The container whose last lines may say more. */
  readonly log?: LogOf;
}

export interface LogOf {
  readonly container: string;
  /** Of its last run, not of this one. */
  readonly previous: boolean;
}

/**
 * Why something is not well: how it is recognised and what is said of it. Templates take `{fact}` of what was found, and
 * `{kind}`, `{name}` and `{namespace}` of the object.
 */
export interface CauseRecord {
  /** Stable: once printed it keeps its meaning. */
  readonly code: Code;
  /** What it is, in a few words. */
  readonly title: string;
  /** What is asked: `/Pod`, `apps/Deployment`; `*` is every kind but a pod. */
  readonly kinds: readonly string[];
  /** Pure. The first record that finds something answers, so that the special stand before the general. */
  readonly recognise: (object: KubernetesObject, evidence: Evidence) => Found | undefined;
  /**
   * A clause whose subject is the object, without a full stop; one that begins with `it`, `no`, a number or a capital has a subject
   * of its own.
   */
  readonly clause: string;
  /** What to do next: sentences. */
  readonly remedy: string;
  /** A command that shows more, or mends it. */
  readonly command?: string;
  /** What has to be mended, told alike by everything that it holds up; else the object itself. */
  readonly root?: string;
  /**
   * `passes`: may end without anybody's doing; `waits`: its root is elsewhere; `coming`: all works still. Else it stays until
   * somebody does something.
   */
  readonly nature?: 'passes' | 'waits' | 'coming';
  /** How it comes about and what it means, for who reads about it: sentences. */
  readonly about: string;
}

/** What records of one kind say each for itself; the rest is theirs together. */
export type RecordText = Pick<CauseRecord, 'code' | 'title' | 'clause' | 'remedy' | 'about'> &
  Partial<CauseRecord>;

/** Longer than this a clause is not read. */
const longestFact = 300;

/** A template filled; a fact that was not found leaves nothing. */
export const fill = (template: string, facts: Facts): string =>
  template.replace(/\{([a-zA-Z]+)\}/g, (_, name: string) => {
    const fact = facts[name] ?? '';
    return `${fact.startsWith(' ') ? ' ' : ''}${sanitiseLine(fact, longestFact).replace(/\.$/, '')}`;
  });

/** `pod x-2 waits for claim y`, `MariaDB x: its condition Ready is False`. */
export const said = (subject: string, clause: string): string =>
  /^(its?\b|no\b|\d|[A-Z])/.test(clause) ? `${subject}: ${clause}` : `${subject} ${clause}`;
