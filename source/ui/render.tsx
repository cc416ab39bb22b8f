import {App, type AppProps} from './app.js';
import type {AppResult} from './session.js';
import {type Left, showOnTerminal, type TerminalOptions} from './terminal.js';

export type {AppResult} from './session.js';
export type {Left} from './terminal.js';

/**
 * Shows the screens on the terminal of this process until the person or a signal leaves them; the terminal is as before then.
 * Rejects with what was thrown while they were shown.
 */
export const renderScreens = (
  props: Pick<AppProps, 'world' | 'start'>,
  options: TerminalOptions = {},
): Promise<Left<AppResult>> => showOnTerminal(leave => <App {...props} leave={leave} />, options);
