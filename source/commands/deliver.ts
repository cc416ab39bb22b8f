import type {Catalogue} from '../catalogue/schema.js';
import {watchActivity} from '../cluster/activity.js';
import type {Client} from '../cluster/client.js';
import {namesOf} from '../cluster/component-names.js';
import {takeLease} from '../cluster/driver-lease.js';
import {fencedClient} from '../cluster/fenced-client.js';
import type {DriverLease} from '../cluster/kept-lease.js';
import {readRecord} from '../cluster/record.js';
import {askingThroughOutages} from '../cluster/through-outage.js';
import {clusterBackend} from '../delivery/backend.js';
import type {Comparison} from '../delivery/compare.js';
import {removalNow} from '../delivery/removals.js';
import type {ChosenChart, World} from '../delivery/world.js';
import type {EngineEvent} from '../engine/events.js';
import type {Intentions} from '../engine/intentions.js';
import {makeReceipt} from '../engine/receipt.js';
import {type OnFailure, run as runPlan} from '../engine/run.js';
import {initialState, reduce} from '../engine/state.js';
import {type ExitCode, exitCodes} from '../errors.js';
import type {DataKind} from '../plan/data-kinds.js';
import {withLearned} from '../plan/learned.js';
import {isRemoval, type Plan} from '../plan/plan.js';
import type {Profile} from '../profile/schema.js';
import {openJournal} from '../report/journal-file.js';
import {closingLines} from '../report/lines.js';
import {writeReceipt} from '../report/receipt-file.js';
import {fencedHelm} from '../tools/fenced-helm.js';
import {helmGraceSeconds} from '../tools/helm-runner.js';
import {diskWarning} from '../tools/private-folder.js';
import {runningHelms} from '../tools/running-helms.js';
import {agreedDrift} from './agreed-drift.js';
import {chooseCharts} from './charts.js';
import {accessOf} from './cluster-access.js';
import type {ClusterSession} from './cluster-session.js';
import {contactEvent, sayOutages} from './contact-told.js';
import {helmRecord, journaling, writtenAhead} from './journaling.js';
import {learn, learnedOf} from './learned.js';
import {type Listener, toAll} from './listener.js';
import {passingAt, quietAt} from './patience.js';
import {beginRecord, withoutRecord} from './recording.js';
import {type RehearsalWatch, watchRehearsal} from './rehearsal-end.js';
import {asGenestackError} from './streams.js';
import {leaseWorld, placeLabel, thisDriver} from './this-driver.js';
import {type DeliveryTools, deliveryTools} from './tools.js';

export interface Delivery {
  readonly session: ClusterSession;
  readonly catalogue: Catalogue;
  readonly profile: Profile;
  readonly plan: Plan;
  /** Folder of charts as .tgz. */
  readonly charts: string | undefined;
  /** Whether the cluster is there afterwards. */
  readonly isKept: boolean;
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal;
  readonly intentions: Intentions;
  /** Its name. */
  readonly run: string;
  /** Told what differs before the first step, once this is the only driver; throws where that is not what was agreed to. */
  readonly agree?: ((now: Comparison) => void) | undefined;
  /** What the record in the cluster says of it; null where nothing is left to be told of. */
  readonly recorded?: Pick<Delivery, 'profile' | 'plan'> | null | undefined;
  /** Kinds of data that a removal takes along. */
  readonly purge?: ReadonlySet<DataKind> | undefined;
  /** Sets right what other hands changed of what is delivered. */
  readonly correct?: boolean | undefined;
  /** `stop`: after the first failure nothing new begins. */
  readonly onFailure?: OnFailure | undefined;
}

const settleSeconds = 5;

/** Runs a plan in a cluster to its end, tells the listener what happens, writes the receipt; one driver a cluster. */
export const deliver = async (delivery: Delivery, told: Listener): Promise<ExitCode> => {
  const {session, catalogue, charts: folder, run} = delivery;
  const onDisk = diskWarning();
  if (onDisk !== undefined) {
    told.say(onDisk);
  }
  const place = watchRehearsal(session);
  const sayNoMore = sayOutages(session.contact, told.say);
  const signal = AbortSignal.any([delivery.signal, place.ended]);
  // The cluster was met: from now on an outage is no failure.
  const client = askingThroughOutages(session.client, signal);
  try {
    const plan = withLearned(delivery.plan, await learnedOf({...session, client}));
    const tools = await deliveryTools(session.options, told);
    const charts = await chooseCharts({
      // Nothing is installed of what is taken away.
      plan: isRemoval(plan) ? {...plan, components: []} : plan,
      catalogue,
      helm: tools.helm,
      folder,
      isRehearsal: session.rehearsal !== undefined,
      tell: told.say,
      signal,
    });
    // Before anything is taken or named: a newer program may have been here.
    await readRecord(client);
    const lease = await takeLease(session.client, thisDriver(run), leaseWorld, {signal, tell: told.say});
    try {
      const held = {client, lease, place, tools, charts, sayNoMore};
      return await driveWith(held, {...delivery, plan, signal: AbortSignal.any([signal, lease.lost])}, told);
    } finally {
      await lease.release();
    }
  } finally {
    sayNoMore();
    place.stop();
  }
};

/** All that is had before the first step. */
interface Held {
  /** Asks through outages. */
  readonly client: Client;
  readonly lease: DriverLease;
  readonly place: RehearsalWatch;
  readonly tools: DeliveryTools;
  readonly charts: ReadonlyMap<string, ChosenChart>;
  /** Of outages: the events of the run tell them. */
  sayNoMore(): void;
}

/** @param delivery its signal is aborted where the cluster is lost, too. */
const driveWith = async (
  {client, lease, place, tools, charts, sayNoMore}: Held,
  delivery: Delivery,
  told: Listener,
): Promise<ExitCode> => {
  const {session, catalogue, profile, plan, isKept, signal, intentions, run, onFailure} = delivery;
  const {observer, rehearsal} = session;
  const pace = rehearsal?.pace ?? 1;
  const startedAt = new Date().toISOString();
  const activity = watchActivity(observer, [...catalogue.components.values()].map(namesOf));
  const journal = openJournal(run, told.trouble);
  const listener = toAll([told, journaling(journal, run)]);
  try {
    const world: World = {
      client: fencedClient(session.client, lease.confirm),
      observer,
      catalogue,
      profile,
      ...tools,
      helm: fencedHelm(tools.helm, lease.confirm),
      charts,
      isRehearsal: rehearsal !== undefined,
      run,
      cluster: session.uid,
      place: placeLabel(),
      helms: runningHelms(session.uid),
      graceSeconds: helmGraceSeconds,
      roles: rolesOf(plan, catalogue),
      activity,
      settleSeconds: settleSeconds * pace,
      onToolLine: listener.toolLine,
      ...(isRemoval(plan) && {removal: await removalNow(client, catalogue, plan, delivery.purge)}),
      drifted: await agreedDrift(client, delivery, {...tools, charts}),
      onHelm: spawn => journal.writeThrough(helmRecord(spawn)),
    };
    const standIns = [...charts].filter(([, chart]) => chart.standIn).map(([name]) => name);
    const simulatedNodes = rehearsal?.nodes ?? 0;
    let state = initialState(plan, standIns);
    const {recorded = {profile, plan}} = delivery;
    const recording =
      recorded === null
        ? withoutRecord(world.client, signal)
        : await beginRecord(fencedClient(client, lease.confirm), {run, startedAt, ...recorded}, signal);
    sayNoMore();
    listener.begins({
      cluster: {uid: session.uid, title: session.title, simulatedNodes},
      access: accessOf(session),
      plan,
      standIns,
      state,
    });
    const events = runPlan(plan, place.around(writtenAhead(clusterBackend(world), journal, lease.confirm)), {
      run,
      cluster: session.title,
      simulatedNodes,
      enginePid: process.pid,
      clock: Date.now,
      intentions,
      ...(onFailure !== undefined && {onFailure}),
      passing: passingAt(pace),
      quiet: quietAt(pace, catalogue),
      heardAt: () => observer.asOf,
      signal,
    });
    const take = (event: EngineEvent): void => {
      const before = state;
      state = reduce(state, event);
      listener.event(event, before, state);
    };
    const stopListening = session.contact.listen(word => take(contactEvent(word, Date.now())));
    try {
      for await (const event of events) {
        take(event);
      }
    } finally {
      stopListening();
    }
    learn(session, state, told.say);
    const receipt = makeReceipt(state, plan, {
      standIns,
      kubeconfig: isKept ? (session.options.kubeconfig ?? null) : null,
      simulatedNodes,
      time: new Date().toISOString(),
      versions: installedVersions(charts),
    });
    const file = writeReceipt(receipt, run, {closing: closingLines(receipt, state)});
    const [end] = [lease.lost, place.ended].flatMap(({reason}) => reason ?? []);
    const stopSaying = sayOutages(session.contact, told.say);
    const unrecorded = end === undefined ? await recording.end(receipt, state) : undefined;
    stopSaying();
    for (const trouble of [end, 'error' in file ? file.error : undefined, unrecorded]) {
      if (trouble !== undefined) {
        listener.trouble(asGenestackError(trouble));
      }
    }
    listener.ends({receipt, state, file});
    if (end !== undefined) {
      return asGenestackError(end).exitCode;
    }
    return {succeeded: exitCodes.done, failed: exitCodes.failed, interrupted: exitCodes.interrupted}[
      receipt.outcome
    ];
  } finally {
    activity.close();
    journal.close();
  }
};

const installedVersions = (charts: ReadonlyMap<string, ChosenChart>): Record<string, string> =>
  Object.fromEntries(
    [...charts].filter(([, chart]) => !chart.standIn).map(([name, chart]) => [name, chart.version]),
  );

const rolesOf = (plan: Plan, catalogue: Catalogue): World['roles'] => [
  ...new Set(
    plan.components
      .filter(component => component.enabled)
      .flatMap(component => catalogue.components.get(component.name)?.nodes ?? []),
  ),
];
