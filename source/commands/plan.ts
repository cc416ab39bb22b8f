import {lackingSecrets} from '../delivery/given-secrets.js';
import {type ExitCode, exitCodes, GenestackError} from '../errors.js';
import {toDo} from '../plan/changes.js';
import {withLearned} from '../plan/learned.js';
import {makePlan} from '../plan/make-plan.js';
import {isOnIn} from '../plan/plan.js';
import {locateProfile} from '../profile/locate.js';
import {loadProfile} from '../profile/read.js';
import {planLines} from '../report/plan-lines.js';
import {catalogueOf} from './catalogue.js';
import {profileToPlan} from './cluster-profile.js';
import {type ClusterOptions, isOffline, openCluster} from './cluster-session.js';
import {compared} from './compared.js';
import {learnedOf} from './learned.js';
import {realPath} from './paths.js';
import {savePlan} from './saved-plan.js';
import {type Output, printResult, type Streams, say} from './streams.js';
import {spoken} from './talk.js';
import {warningLines} from './warnings.js';

export interface PlanOptions extends ClusterOptions {
  readonly profile?: string;
  readonly charts?: string;
  /** A file that gets the plan. */
  readonly save?: string;
  readonly detailedExitcode?: boolean;
  readonly output: Output;
}

/**
 * Prints the plan. Without a cluster everything is to do; with one, what differs from what it holds. Nothing is written there.
 * @throws GenestackError GS-CLI-17 (exit 2) where a plan without a cluster shall be saved.
 */
export const plan = async (options: PlanOptions, streams: Streams): Promise<ExitCode> => {
  if (isOffline(options) && options.save !== undefined) {
    throw new GenestackError(
      'GS-CLI-17',
      'A plan was to be saved, and no cluster is named: it would say nothing of what differs there.',
      'Add --kubeconfig FILE or --context NAME.',
      exitCodes.usage,
    );
  }
  const {profile: named} = options;
  // What is wrong with a file is said before a cluster is asked.
  const given = named === undefined ? undefined : loadProfile(locateProfile(named));
  const session = isOffline(options) ? undefined : await openCluster(options);
  try {
    const loaded = given ?? (await profileToPlan(session, named, streams));
    const {profile, ask, file} = loaded;
    const catalogue = catalogueOf(loaded);
    if (ask.length > 0) {
      say(streams, `${file} leaves ${ask.join(', ')} to be asked; this is the plan of what it says so far.`);
    }
    const planned = makePlan(catalogue, profile, session?.rehearsal?.pace);
    const made = session ? withLearned(planned, await learnedOf(session)) : planned;
    const isToBeApplied = options.save !== undefined;
    const subject = {catalogue, profile, plan: made, charts: options.charts, isToBeApplied};
    const comparison = session && (await compared(session, subject, spoken(streams)));
    const lacking =
      session?.rehearsal === undefined && session
        ? await lackingSecrets(session.client, profile, isOnIn(made))
        : [];
    const full = {...made, ...(comparison && {changes: [...comparison.changes]})};
    if (session && comparison && options.save !== undefined) {
      const target = realPath(options.save);
      const {basis} = comparison;
      savePlan(target, {
        session,
        profile,
        profileFile: file,
        plan: full,
        basis,
        time: new Date().toISOString(),
      });
      say(streams, `The plan is saved; it is applied with "genestack install --plan ${options.save}".`);
    }
    if (options.output === 'json') {
      printResult(streams, full);
    } else {
      const warnings = warningLines(full, profile, lacking);
      for (const line of [...planLines(full), ...(warnings.length > 0 ? ['', ...warnings] : [])]) {
        streams.stdout.write(`${line}\n`);
      }
    }
    const isToDo = comparison === undefined || toDo(comparison.changes).length > 0;
    return options.detailedExitcode && isToDo ? exitCodes.changes : exitCodes.done;
  } finally {
    await session?.close();
  }
};
