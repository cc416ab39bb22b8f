import {spawn, spawnSync} from 'node:child_process';

export interface TerminalRescue {
  /** The terminal was given back: nothing is left to do. */
  goodbye(): void;
}

/** Shows the cursor, leaves the alternate screen, ends bracketed paste. */
const plainScreen = '\\033[?25h\\033[?1049l\\033[?2004l';

// A shell that is back already has put the line in order by itself, and its editor wants signals: only a line without them is ours.
const watcher = `exec 3<&1
if ! read -r goodbye; then
  case "$(stty -a <&3)" in *-isig*) stty "$1" <&3;; esac
  printf '${plainScreen}'
fi`;

/**
 * Sees to it that the terminal is as it was when this process is killed and can do nothing more itself: a small process of a session
 * of its own holds the other end of a pipe, and puts the terminal back when the pipe closes without a goodbye. To be called before
 * anything changes the terminal; does nothing where stdin or stdout is none.
 */
export const watchTerminal = (): TerminalRescue => {
  const saved =
    process.stdin.isTTY && process.stdout.isTTY
      ? spawnSync('stty', ['-g'], {stdio: ['inherit', 'pipe', 'ignore'], encoding: 'utf8'})
      : undefined;
  if (saved?.status !== 0) {
    return {goodbye: () => {}};
  }
  const child = spawn('sh', ['-c', watcher, 'sh', saved.stdout.trim()], {
    stdio: ['pipe', 'inherit', 'ignore'],
    detached: true,
  });
  const {stdin} = child;
  // Whatever happens to the watcher, the program goes on.
  child.on('error', () => {});
  stdin.on('error', () => {});
  child.unref();
  (stdin as typeof stdin & {unref?(): void}).unref?.();
  return {goodbye: () => stdin.end('goodbye\n')};
};
