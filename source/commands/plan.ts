import {type ExitCode, exitCodes} from '../errors.js';
import {makePlan} from '../plan/make-plan.js';
import {locateProfile} from '../profile/locate.js';
import {loadProfile} from '../profile/read.js';
import {planLines} from '../report/plan-lines.js';
import {catalogueOf} from './catalogue.js';
import {type ClusterOptions, openCluster} from './cluster-session.js';
import {type Output, printResult, type Streams, say} from './streams.js';
import {missingFrom} from './what-is-missing.js';

export interface PlanOptions extends ClusterOptions {
  readonly profile: string;
  readonly detailedExitcode?: boolean;
  readonly output: Output;
}

/** Prints the plan. Without a cluster everything is to do; with one, what it does not hold yet. */
export const plan = async (options: PlanOptions, streams: Streams): Promise<ExitCode> => {
  const loaded = loadProfile(locateProfile(options.profile));
  const {profile, ask, file} = loaded;
  const catalogue = catalogueOf(loaded);
  if (ask.length > 0) {
    say(streams, `${file} leaves ${ask.join(', ')} to be asked; this is the plan of what it says so far.`);
  }
  const isOffline = options.kubeconfig === undefined && options.context === undefined;
  const session = isOffline ? undefined : await openCluster(options);
  try {
    const made = makePlan(catalogue, profile, session?.rehearsal?.pace);
    const missing = session ? await missingFrom(session.client, made, catalogue) : undefined;
    if (options.output === 'json') {
      printResult(streams, made);
    } else {
      for (const line of planLines(made, missing)) {
        streams.stdout.write(`${line}\n`);
      }
    }
    const isToDo = missing === undefined || missing.length > 0;
    return options.detailedExitcode && isToDo ? exitCodes.changes : exitCodes.done;
  } finally {
    await session?.close();
  }
};
