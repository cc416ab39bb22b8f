import type {ExitCode} from '../errors.js';
import type {MonitorOptions} from './monitor.js';
import type {MonitorSession} from './monitor-session.js';

export const monitorOnScreens = async (
  _session: MonitorSession,
  _options: MonitorOptions,
): Promise<ExitCode> => 0;
