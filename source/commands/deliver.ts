import type {Catalogue} from '../catalogue/schema.js';
import {takeLease} from '../cluster/driver-lease.js';
import {createObserver} from '../cluster/observer.js';
import {clusterBackend} from '../delivery/backend.js';
import type {World} from '../delivery/world.js';
import {makeReceipt} from '../engine/receipt.js';
import {run} from '../engine/run.js';
import {initialState, reduce} from '../engine/state.js';
import {type ExitCode, exitCodes} from '../errors.js';
import type {Plan} from '../plan/plan.js';
import type {Profile} from '../profile/schema.js';
import {eventRecord} from '../report/json.js';
import {closingLines, lineOf, openingLines} from '../report/lines.js';
import {writeReceipt} from '../report/receipt-file.js';
import {chooseCharts} from './charts.js';
import type {ClusterSession} from './cluster-session.js';
import {type Output, printError, printResult, type Streams, say} from './streams.js';
import {leaseWorld, thisDriver} from './this-driver.js';
import {deliveryTools} from './tools.js';

export interface Delivery {
  readonly session: ClusterSession;
  readonly catalogue: Catalogue;
  readonly profile: Profile;
  readonly plan: Plan;
  /** Folder of charts as .tgz. */
  readonly charts: string | undefined;
  readonly output: Output;
  readonly streams: Streams;
  /** Whether the cluster is there afterwards. */
  readonly isKept: boolean;
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal;
}

/** On a real cluster a pull of a large image over a slow line may take so long with nothing to see. */
const patienceSeconds = 900;
/** Below this a busy machine, not the cluster, is what is slow. */
const leastPatienceSeconds = 120;
const settleSeconds = 5;

/** Runs a plan in a cluster to its end, says what happens, writes the receipt; one driver a cluster. */
export const deliver = async ({
  session,
  catalogue,
  profile,
  plan,
  charts: folder,
  output,
  streams,
  isKept,
  signal,
}: Delivery): Promise<ExitCode> => {
  const {client, rehearsal} = session;
  const pace = rehearsal?.pace ?? 1;
  const runId = new Date().toISOString().slice(0, 19).replaceAll(':', '').replace('T', '-');
  const tools = await deliveryTools(session.options, streams);
  const charts = await chooseCharts({
    plan,
    catalogue,
    helm: tools.helm,
    folder,
    isRehearsal: rehearsal !== undefined,
    tell: text => say(streams, text),
    signal,
  });
  const lease = await takeLease(client, thisDriver(), leaseWorld);
  const observer = createObserver(client);
  try {
    const world: World = {
      client,
      observer,
      catalogue,
      profile,
      ...tools,
      charts,
      run: runId,
      roles: rolesOf(plan, catalogue),
      patienceSeconds: Math.max(leastPatienceSeconds, patienceSeconds * pace),
      settleSeconds: settleSeconds * pace,
    };
    const standIns = [...charts].filter(([, chart]) => chart.standIn).map(([name]) => name);
    const facts = {
      run: runId,
      cluster: session.title,
      simulatedNodes: rehearsal?.nodes ?? 0,
      enginePid: process.pid,
    };
    let state = initialState(plan, standIns);
    if (output === 'lines') {
      for (const line of openingLines(plan, {...facts, standIns})) {
        streams.stdout.write(`${line}\n`);
      }
    }
    const events = run(plan, clusterBackend(world), {
      ...facts,
      clock: Date.now,
      signal: AbortSignal.any([signal, lease.lost]),
    });
    for await (const event of events) {
      const before = state;
      state = reduce(state, event);
      if (output === 'json') {
        printResult(streams, eventRecord(event));
      } else {
        const line = lineOf(event, before, state);
        if (line !== undefined) {
          streams.stdout.write(`${line}\n`);
        }
      }
    }
    const receipt = makeReceipt(state, plan, {
      standIns,
      kubeconfig: isKept ? (session.options.kubeconfig ?? null) : null,
      simulatedNodes: facts.simulatedNodes,
      time: new Date().toISOString(),
      versions: Object.fromEntries(
        [...charts].filter(([, chart]) => !chart.standIn).map(([name, chart]) => [name, chart.version]),
      ),
    });
    const file = writeReceipt(receipt, runId, {closing: closingLines(receipt, state)});
    if (output === 'lines') {
      for (const line of closingLines(receipt, state, {receiptFile: file})) {
        streams.stdout.write(`${line}\n`);
      }
    } else {
      printResult(streams, receipt);
    }
    if ('error' in file) {
      printError(streams, 'lines', file.error);
    }
    return {succeeded: exitCodes.done, failed: exitCodes.failed, interrupted: exitCodes.interrupted}[
      receipt.outcome
    ];
  } finally {
    observer.close();
    await lease.release();
  }
};

const rolesOf = (plan: Plan, catalogue: Catalogue): World['roles'] => [
  ...new Set(
    plan.components
      .filter(component => component.enabled)
      .flatMap(component => catalogue.components.get(component.name)?.nodes ?? []),
  ),
];
