import {ApiError, type Client} from '../cluster/client.js';
import type {Observer} from '../cluster/observer.js';
import {sanitiseLine} from '../cluster/sanitise.js';
import {messageOf} from '../errors.js';

/** What is asked of a cluster once, beside what is watched. */
export interface ClusterFacts {
  /** Of Kubernetes; empty before the first answer. */
  readonly version: string;
  readonly isRehearsal: boolean;
  /** Why it is not known yet, as a sentence; empty when all is well. */
  readonly trouble: string;
  /** Resolves when all was answered, or by the signal; never rejects. */
  readonly known: Promise<void>;
}

export interface ClusterFactsTerms {
  /** What is known now, or why it is not, is another than before. */
  readonly onChange: () => void;
  readonly signal: AbortSignal;
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
}

/** Asks at once, and again after pauses of 1 to 30 s until there is an answer. */
export const askClusterFacts = (
  client: Client,
  {onChange, signal, wait}: ClusterFactsTerms,
): ClusterFacts => {
  let version = '';
  let isRehearsal = false;
  let trouble = '';

  let unready = 0;

  const ask = async (): Promise<void> => {
    const answer = (await client.request('GET', '/version', undefined, signal)) as {gitVersion?: string};
    version = sanitiseLine(String(answer.gitVersion ?? ''), 40);
    await untilItKnowsRights(client, unready++, signal);
    const map = await client
      .read(
        {apiVersion: 'v1', kind: 'ConfigMap', namespace: 'kube-system', name: 'genestack-rehearsal'},
        {signal},
      )
      .catch(() => undefined);
    isRehearsal = map !== undefined;
  };

  const askUntilAnswered = async (): Promise<void> => {
    for (let pause = 1000; !signal.aborted; pause = Math.min(pause * 2, 30_000)) {
      try {
        await ask();
        trouble = '';
        onChange();
        return;
      } catch (error) {
        if (signal.aborted) return;
        trouble = messageOf(error);
        onChange();
        await wait(pause, signal).catch(() => {});
      }
    }
  };

  const known = askUntilAnswered();
  return {
    get version() {
      return version;
    },
    get isRehearsal() {
      return isRehearsal;
    },
    get trouble() {
      return trouble;
    },
    known,
  };
};

/** An API server that has just begun is ready some seconds later; one that is not for longer may answer for all that. */
const mostUnready = 4;

/**
 * An API server that has just begun refuses everything for a moment, and who is refused is not asked again.
 * @param before how often it was not ready.
 * @throws ApiError where it is not ready, as often as an API server may need to begin; as `Client` where no answer came.
 */
const untilItKnowsRights = async (client: Client, before: number, signal: AbortSignal): Promise<void> => {
  try {
    await client.request('GET', '/readyz', undefined, signal);
  } catch (error) {
    // Where it may not be asked, it is ready enough to say so.
    const isAnswer = error instanceof ApiError && (error.status === 403 || error.status === 404);
    if (!isAnswer && !(error instanceof ApiError && before >= mostUnready)) throw error;
  }
};

/**
 * Who holds the Lease of the driver, as long as it is renewed: `ada@bmc-1`; null where nobody does. Pure.
 * @param at milliseconds since 1970.
 */
export const driverOf = (observer: Pick<Observer, 'all'>, at: number): string | null => {
  const [lease] = observer.all({apiVersion: 'coordination.k8s.io/v1', kind: 'Lease'});
  const {holderIdentity, renewTime, leaseDurationSeconds = 30} = lease?.spec ?? {};
  const isHeld = holderIdentity && at - Date.parse(String(renewTime)) < Number(leaseDurationSeconds) * 1000;
  return isHeld ? sanitiseLine(String(holderIdentity).split(' pid ')[0] ?? '', 120) : null;
};
