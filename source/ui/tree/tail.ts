import type {ContainerLog, Inquiry} from '../../cluster/observation.js';
import {labelled} from './labelled.js';
import {type Line, piece} from './piece.js';

/** What the container at the root of a question said last. */
export interface Tail {
  readonly log: ContainerLog;
  readonly lines: readonly string[];
}

export interface TailAction {
  readonly type: 'tail';
  readonly tail: Tail;
}

/** The tail below its title; nothing where it is of another container, or not there yet. */
export const tailLines = (tail: Tail | null, {log}: Inquiry, columns: number): readonly Line[] =>
  tail === null || log === undefined || keyOf(tail.log) !== keyOf(log) || tail.lines.length === 0
    ? []
    : [
        [
          piece(
            ` Last lines of ${log.container} in ${log.pod}${log.previous ? ', before it ended' : ''}`,
            'title',
          ),
        ],
        ...tail.lines.flatMap(line => labelled('', line, columns, {width: 2})),
      ];

/** The same for the same log. */
export const keyOf = ({namespace, pod, container, previous}: ContainerLog): string =>
  [namespace, pod, container, previous].join('/');
