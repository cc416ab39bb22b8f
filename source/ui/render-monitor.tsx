import {MonitorApp, type MonitorAppProps} from './monitor-app.js';
import {type Left, showOnTerminal, type TerminalOptions} from './terminal.js';

/** Shows the monitor on the terminal of this process until the person or a signal leaves it; the terminal is as before then. */
export const renderMonitor = (
  props: Omit<MonitorAppProps, 'leave'>,
  options: TerminalOptions = {},
): Promise<Left<null>> =>
  showOnTerminal<null>(leave => <MonitorApp {...props} leave={() => leave(null)} />, options);
