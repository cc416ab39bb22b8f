import {type ExitCode, exitCodes} from '../errors.js';
import {monitorLines} from '../monitor/lines.js';
import {changeRecords, pictureRecord} from '../monitor/records.js';
import {healthOf, type MonitorView} from '../monitor/view.js';
import type {ClusterOptions} from './cluster-session.js';
import {type MonitorSession, openMonitor} from './monitor-session.js';
import {hasScreens, type OnScreens, type Output, printResult, type Streams} from './streams.js';
import {untilTold} from './until-told.js';

export interface MonitorOptions extends ClusterOptions, OnScreens {
  /** Print and end. */
  readonly once?: boolean;
}

/** Looks at a cluster and never writes: on screens, in lines or as JSON, once or until it is ended. */
export const monitor = async (options: MonitorOptions, streams: Streams): Promise<ExitCode> => {
  const {output, once = false} = options;
  const session = openMonitor(options);
  try {
    if (once) return await printOnce(session, output ?? 'lines', streams);
    if (output === undefined && hasScreens(streams)) {
      const {monitorOnScreens} = await import('./monitor-screens.js');
      return await monitorOnScreens(session, options);
    }
    return await stream(session, output ?? 'lines', streams);
  } finally {
    await session.close();
  }
};

/** @throws GenestackError as `untilTold`, GS-CLI-20 where not all of it comes in time. */
const printOnce = async (
  {client, monitor: {view, complete}}: MonitorSession,
  output: Output,
  streams: Streams,
): Promise<ExitCode> => {
  await untilTold(client, {
    complete,
    code: 'GS-CLI-20',
    trouble: () => view().trouble,
    remedy: 'Try again; "genestack monitor" without --once waits as long as it takes.',
  });
  const seen = view();
  print(seen, output, streams);
  return healthOf(seen).isWell ? exitCodes.done : exitCodes.failed;
};

const print = (view: MonitorView, output: Output, streams: Streams): void => {
  if (output === 'json') {
    printResult(streams, pictureRecord(view, new Date().toISOString()));
    return;
  }
  for (const line of monitorLines(view)) streams.stdout.write(`${line}\n`);
};

/** Tells the whole once, then what changes, until a signal ends it or nobody reads any more. */
const stream = async ({monitor}: MonitorSession, output: Output, streams: Streams): Promise<ExitCode> => {
  const end = Promise.withResolvers<ExitCode>();
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const stop = (): void => end.resolve(exitCodes.interrupted);
  for (const signal of signals) process.on(signal, stop);
  process.stdout.on('error', stop);
  let before: MonitorView | undefined;
  const tell = (): void => {
    const view = monitor.view();
    // Of another cluster nothing is a change of what was before.
    const isOther = before?.context !== view.context || before.server !== view.server;
    if (before === undefined || isOther) {
      if (!view.isComplete && view.trouble === '') return;
      print(view, output, streams);
    } else {
      for (const record of changeRecords(before, view, new Date().toISOString())) {
        if (output === 'json') printResult(streams, record);
        else streams.stdout.write(`${lineOf(record)}\n`);
      }
    }
    before = view;
  };
  const unsubscribe = monitor.subscribe(tell);
  // What is not heard of changes nothing, and yet it is news.
  const timer = setInterval(tell, 1000);
  try {
    return await end.promise;
  } finally {
    clearInterval(timer);
    unsubscribe();
    process.stdout.off('error', stop);
    for (const signal of signals) process.off(signal, stop);
  }
};

/** A record for a person. */
const lineOf = (record: ReturnType<typeof changeRecords>[number]): string => {
  const clock = record.time.slice(11, 19);
  switch (record.type) {
    case 'happening':
      return `${clock} ${record.what} ${record.text}`;
    case 'component': {
      const {name, state, ready, desired, reason} = record;
      return `${clock} ${name} ${state} ${ready}/${desired}${reason === '' ? '' : `  ${reason}`}`;
    }
    case 'component-gone':
      return `${clock} ${record.name} is gone`;
    case 'problem':
      return `${clock} problem: ${record.what}  ${record.text}${record.code === '' ? '' : ` (${record.code})`}`;
    case 'problem-gone':
      return `${clock} no more: ${record.key}`;
    case 'health': {
      const {health, trouble, unseen, driver} = record;
      return [
        `${clock} ${health.line}`,
        ...(driver === null ? [] : [`${driver} installs at the moment`]),
        ...(unseen.length === 0 ? [] : [`may not see ${unseen.join(', ')}`]),
        ...(trouble === '' ? [] : [`the API is not heard of: ${trouble}`]),
      ].join('; ');
    }
    default:
      return record satisfies never;
  }
};
