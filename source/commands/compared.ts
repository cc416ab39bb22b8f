import type {Catalogue} from '../catalogue/schema.js';
import {type Comparison, compare} from '../delivery/compare.js';
import type {Plan} from '../plan/plan.js';
import type {Profile} from '../profile/schema.js';
import {chooseCharts} from './charts.js';
import type {ClusterSession} from './cluster-session.js';
import type {Talk} from './talk.js';
import {deliveryTools} from './tools.js';

export interface Compared {
  readonly catalogue: Catalogue;
  readonly profile: Profile;
  readonly plan: Plan;
  /** Folder of charts as .tgz. */
  readonly charts?: string | undefined;
  /** Charts that are not at hand are got, so that what is compared is what would be installed. */
  readonly isToBeApplied?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Compares a plan with the cluster of a session; nothing is written. */
export const compared = async (
  session: ClusterSession,
  {
    catalogue,
    profile,
    plan,
    charts: folder,
    isToBeApplied = false,
    signal = new AbortController().signal,
  }: Compared,
  talk: Talk,
): Promise<Comparison> => {
  const tools = await deliveryTools(session.options, talk);
  const charts = await chooseCharts({
    plan,
    catalogue,
    helm: tools.helm,
    folder: folder ?? (session.rehearsal?.charts || undefined),
    isRehearsal: session.rehearsal !== undefined,
    isLooking: !isToBeApplied,
    tell: talk.say,
    signal,
  });
  return compare({client: session.client, catalogue, profile, ...tools, charts, signal}, plan);
};
