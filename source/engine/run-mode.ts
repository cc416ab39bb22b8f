import type {Untimed} from './events.js';

/** Whether a run begins new steps, and why not; every change that a person or a failure makes is told. */
export interface RunMode {
  /** `stopping`: nothing new begins, and it ends when what runs has ended. */
  readonly name: 'going' | 'paused' | 'stopping' | 'interrupting';
  /** The failed component because of which it stops; null where it does not, or a person stopped it. */
  readonly stoppedBy: string | null;
  /** Whether somebody sits at it whose wish is waited for where only failures are left. */
  readonly mayAwait: boolean;
  /** Begins nothing new because of a failure, unless a person has stopped it before. */
  stopAfterFailure(component: string): void;
  pause(): void;
  /** Goes on after a pause or a stop. */
  resume(): void;
  /** By a person; takes the place of a stop by a failure. */
  stop(): void;
  attend(isAttended: boolean): void;
  /** Nothing leads back. Told by who knows what it ends. */
  interrupt(): void;
}

export const createRunMode = (isInterrupted: boolean, tell: (event: Untimed) => void): RunMode => {
  let name: RunMode['name'] = isInterrupted ? 'interrupting' : 'going';
  let stoppedBy: string | null = null;
  let isAttended = false;
  return {
    get name() {
      return name;
    },
    get stoppedBy() {
      return stoppedBy;
    },
    get mayAwait() {
      return isAttended && name !== 'interrupting' && (name !== 'stopping' || stoppedBy !== null);
    },
    stopAfterFailure(component) {
      if (name === 'going' || name === 'paused') {
        name = 'stopping';
        stoppedBy = component;
        tell({type: 'stopping', by: component});
      }
    },
    pause() {
      if (name === 'going') {
        name = 'paused';
        tell({type: 'paused'});
      }
    },
    resume() {
      if (name === 'paused' || name === 'stopping') {
        name = 'going';
        stoppedBy = null;
        tell({type: 'resumed'});
      }
    },
    stop() {
      if (name === 'going' || name === 'paused' || stoppedBy !== null) {
        name = 'stopping';
        stoppedBy = null;
        tell({type: 'stopping', by: null});
      }
    },
    attend(is) {
      isAttended = is;
    },
    interrupt() {
      name = 'interrupting';
      stoppedBy = null;
    },
  };
};
