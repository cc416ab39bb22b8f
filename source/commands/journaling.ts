import {packageVersion} from '../assets.js';
import type {HelmSpawn} from '../delivery/world.js';
import type {Backend} from '../engine/backend.js';
import {type JournalRecord, journalVersion} from '../report/journal.js';
import type {JournalFile} from '../report/journal-file.js';
import {errorRecord} from '../report/json.js';
import type {Listener} from './listener.js';
import {startTimeOf, thisDriver} from './this-driver.js';

const now = (): string => new Date().toISOString();

/** Writes what is told into the journal of the run. */
export const journaling = (journal: JournalFile, run: string): Listener => ({
  say() {},
  building() {},
  begins({cluster, plan, standIns}) {
    const {pid, startTime, bootId} = thisDriver(run);
    journal.writeThrough({
      type: 'begins',
      time: now(),
      version: journalVersion,
      run,
      program: packageVersion(),
      ...{pid, startTime, bootId},
      cluster,
      plan,
      standIns: [...standIns],
    });
  },
  event: event => journal.write({type: 'event', event: structuredClone(event) as never}),
  toolLine: (component, line) => journal.write({type: 'tool-line', time: now(), component, line}),
  trouble: error => journal.write({type: 'trouble', time: now(), error: errorRecord(error)}),
  ends: ({receipt}) => journal.writeThrough({type: 'ends', time: now(), receipt}),
});

export const helmRecord = (spawn: HelmSpawn): JournalRecord => ({
  type: 'helm',
  time: now(),
  ...spawn,
  startTime: spawn.pid === null ? null : (startTimeOf(spawn.pid) ?? null),
});

/** The backend whose every step is begun only by who holds the cluster, and stands in the journal, on the disk, before it touches anything. */
export const writtenAhead = (
  backend: Backend,
  journal: JournalFile,
  confirm: (signal: AbortSignal) => Promise<void>,
): Backend => ({
  async run(step, context) {
    await confirm(context.signal);
    journal.writeThrough({type: 'act', time: now(), step: step.id});
    return backend.run(step, context);
  },
});
