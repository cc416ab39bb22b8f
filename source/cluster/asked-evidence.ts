import type {Evidence} from './causes/evidence.js';
import type {EventIndex} from './event-index.js';
import type {KubernetesObject} from './kubernetes-object.js';
import type {Observer} from './observer.js';
import type {WorkloadIndex} from './workload-index.js';

export interface AskedEvidenceTerms {
  readonly observer: Pick<Observer, 'get' | 'all' | 'sees'>;
  readonly events: Pick<EventIndex, 'about'>;
  readonly index: Pick<WorkloadIndex, 'beneath'>;
  /** How full a claim is, where something beside the API says so. */
  readonly fullness?: Evidence['fullness'];
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Evidence for one look, which lists every kind once.
 * @param asked gets the kinds that were asked for, and `Event KIND` where their events were: the look has to be repeated when
 *   one of these changes.
 */
export type AskedEvidence = (asked?: Set<string>) => Evidence;

export const createAskedEvidence =
  ({observer, events, index, fullness, now}: AskedEvidenceTerms): AskedEvidence =>
  (asked = new Set()) => {
    const lists = new Map<string, readonly KubernetesObject[]>();
    return {
      get(ref) {
        asked.add(ref.kind);
        return observer.get(ref);
      },
      all(kind) {
        asked.add(kind.kind);
        const key = `${kind.apiVersion}/${kind.kind}`;
        const known = lists.get(key) ?? observer.all(kind);
        lists.set(key, known);
        return known;
      },
      events(about) {
        asked.add(`Event ${about.kind}`);
        return events.about(about);
      },
      beneath: workload => index.beneath(workload),
      sees: kind => observer.sees(kind),
      ...(fullness !== undefined && {fullness}),
      now: now(),
    };
  };
