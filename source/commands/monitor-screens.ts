import {lastLines, podLogs} from '../cluster/pod-logs.js';
import {inquire} from '../delivery/inquire.js';
import {type ExitCode, exitCodes} from '../errors.js';
import type {Monitor} from '../ui/ports.js';
import {renderMonitor} from '../ui/render-monitor.js';
import type {MonitorOptions} from './monitor.js';
import type {MonitorSession} from './monitor-session.js';

/** What screens need of a cluster that is looked at. */
export const monitorPort = ({client, monitor}: MonitorSession, now: () => number = Date.now): Monitor => ({
  view: monitor.view,
  subscribe: monitor.subscribe,
  inquire: row => inquire(monitor.live, undefined, row, now()),
  logs: (pod, signal) => podLogs(client, pod, signal),
  lastLines: (log, signal) => lastLines(client, log, signal),
});

/** Shows screens until they are left. */
export const monitorOnScreens = async (
  session: MonitorSession,
  {ascii}: Pick<MonitorOptions, 'ascii'>,
): Promise<ExitCode> => {
  const left = await renderMonitor(
    {monitor: monitorPort(session), now: Date.now},
    ascii ? {isAscii: true} : {},
  );
  return left.kind === 'result' ? exitCodes.done : exitCodes.interrupted;
};
