/** What a person wants of a run while it runs; screens send these and never touch the world. */
export type Intention =
  /** Begin a failed or skipped component again, and what it held back; try at once what waits for its next attempt. */
  | {readonly type: 'retry'; readonly component: string}
  /** Leave a component out; what needs it is blocked. */
  | {readonly type: 'skip'; readonly component: string}
  /** Begin nothing new until `resume`; what runs goes on. */
  | {readonly type: 'pause'}
  /** Go on after a pause, or take a stop back. */
  | {readonly type: 'resume'}
  /** Begin nothing new, end when what runs has ended. */
  | {readonly type: 'stop'}
  /** Ask what runs to end politely, now. */
  | {readonly type: 'abort'}
  /** Give a component more time without a sign of life, before it is given up. */
  | {readonly type: 'lengthen'; readonly component: string}
  /** Somebody sits at it: where only failures are left the run waits for what they want, instead of ending. */
  | {readonly type: 'attend'}
  /** Nobody sits at it any more. */
  | {readonly type: 'leave'};

/** The way of intentions from whoever has the wheel to the engine. */
export interface Intentions {
  send(intention: Intention): void;
  /** Calls back for each; returns how to stop. What was sent before anyone listened is handed over at once. */
  listen(listener: (intention: Intention) => void): () => void;
}

export const makeIntentions = (): Intentions => {
  const early: Intention[] = [];
  let listener: ((intention: Intention) => void) | undefined;
  return {
    send(intention) {
      if (listener === undefined) {
        early.push(intention);
      } else {
        listener(intention);
      }
    },
    listen(next) {
      listener = next;
      for (const intention of early.splice(0)) {
        next(intention);
      }
      return () => {
        listener = undefined;
      };
    },
  };
};
