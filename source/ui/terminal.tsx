import {type Instance, render, useApp, useStdout} from 'ink';
import {type ReactNode, useEffect} from 'react';
import {asciiOutput, guardedInput} from './guarded-streams.js';
import {wantsAscii, wantsColour} from './locale.js';
import {ScreenSize} from './screen-size.js';
import {makeTheme, ThemeContext} from './theme.js';

export interface TerminalOptions {
  /** `--ascii`; else the locale says it. */
  readonly isAscii?: boolean;
}

/** How the screens were left: with a result of their own, by a signal, or because the terminal is gone. */
export type Left<Result> =
  | {readonly kind: 'result'; readonly result: Result}
  | {readonly kind: 'signal'; readonly signal: EndSignal};

const endSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
export type EndSignal = (typeof endSignals)[number];

/** Enough for a hand, kind to a slow line. */
const framesPerSecond = 20;

/**
 * Shows screens on the terminal of this process until they are left, and gives the terminal back on every way out. Rejects with
 * what was thrown while they were shown. What they would do on a signal is the caller's.
 */
export const showOnTerminal = async <Result,>(
  make: (leave: (result: Result) => void) => ReactNode,
  {isAscii = wantsAscii(process.env)}: TerminalOptions = {},
): Promise<Left<Result>> => {
  const theme = makeTheme({ascii: isAscii, colour: wantsColour(process.env)});
  let instance: Instance | undefined;
  let left: Left<Result> | {readonly kind: 'thrown'; readonly error: unknown} | undefined;
  const leave = (how: NonNullable<typeof left>): void => {
    left ??= how;
    instance?.unmount();
  };
  const hangUp = (): void => leave({kind: 'signal', signal: 'SIGHUP'});
  const thrown = (error: unknown): void => leave({kind: 'thrown', error});
  const listeners = endSignals.map(signal => [signal, () => leave({kind: 'signal', signal})] as const);
  for (const [signal, listener] of listeners) {
    process.on(signal, listener);
  }
  process.on('uncaughtException', thrown).on('unhandledRejection', thrown);
  // A terminal that is gone says so by an error of its streams, which would end the process.
  process.stdin.on('error', hangUp);
  process.stdout.on('error', hangUp);
  // Ink takes the keys after its first frame; what is pressed on seeing it would be the terminal's own: Ctrl-\ ends, Ctrl-Z stops.
  process.stdin.setRawMode?.(true);
  instance = render(
    <ThemeContext value={theme}>
      <ScreenSize>
        <Pauses />
        <Repaints />
        {make(result => leave({kind: 'result', result}))}
      </ScreenSize>
    </ThemeContext>,
    {
      stdin: guardedInput(process.stdin, hangUp),
      stdout: isAscii ? asciiOutput(process.stdout) : process.stdout,
      alternateScreen: true,
      incrementalRendering: true,
      interactive: true,
      maxFps: framesPerSecond,
      patchConsole: false,
      exitOnCtrlC: false,
    },
  );
  if (left !== undefined) {
    instance.unmount();
  }
  try {
    await instance.waitUntilExit();
  } finally {
    for (const [signal, listener] of listeners) {
      process.off(signal, listener);
    }
    process.off('uncaughtException', thrown).off('unhandledRejection', thrown);
    if (process.stdin.isRaw) {
      process.stdin.setRawMode(false);
    }
    // Whoever goes on without a terminal shall not end because it is gone; so these two stay, and do nothing any more.
  }
  if (left?.kind === 'thrown') {
    throw left.error;
  }
  return left ?? {kind: 'signal', signal: 'SIGHUP'};
};

/** Another program may have had the terminal while this one was stopped: it is given back before and taken again after. */
const Pauses = () => {
  const {suspendTerminal} = useApp();
  useEffect(() => {
    const stop = (): void => {
      void suspendTerminal(() => {
        // The signal once more, by itself: where no shell is that could wake it, e.g. on a console of its own, the kernel drops it.
        process.off('SIGTSTP', stop);
        process.kill(process.pid, 'SIGTSTP');
        process.on('SIGTSTP', stop);
      });
    };
    const goOn = (): void => {
      // Right after our own stop the terminal is being taken again already.
      suspendTerminal(() => {}).catch(() => {});
    };
    process.on('SIGTSTP', stop).on('SIGCONT', goOn);
    return () => {
      process.off('SIGTSTP', stop).off('SIGCONT', goOn);
    };
  }, [suspendTerminal]);
  return null;
};

/** More than the time between two frames, less than anyone waits for. */
const restMilliseconds = 100;
const wholeScreen = '\x1b[H\x1b[J';

/**
 * A frame that was on its way when the window changed is as wide as the old one and moves rows, and what comes after it writes only
 * what differs: so when the window rests, everything is written anew.
 */
const Repaints = () => {
  const {stdout, write} = useStdout();
  const {waitUntilRenderFlush} = useApp();
  useEffect(() => {
    let timer: NodeJS.Timeout | undefined;
    const changed = (): void => {
      clearTimeout(timer);
      // What is written anew must be the frame of this window: on a busy machine it is still awaited then.
      timer = setTimeout(() => void waitUntilRenderFlush().then(() => write(wholeScreen)), restMilliseconds);
    };
    stdout.on('resize', changed);
    return () => {
      clearTimeout(timer);
      stdout.off('resize', changed);
    };
  }, [stdout, write, waitUntilRenderFlush]);
  return null;
};
