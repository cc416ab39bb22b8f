/** One value, what changes it, and who looks at it. */
export interface Store<State, Action> {
  readonly state: State;
  dispatch(action: Action): void;
  /** Returns how to stop. */
  subscribe(listener: () => void): () => void;
}

/**
 * Every action is reduced when it comes, so that each of two keys of one chunk sees what the other did, whenever the screen is drawn.
 */
export const makeStore = <State, Action>(
  initial: State,
  reduce: (state: State, action: Action) => State,
): Store<State, Action> => {
  const listeners = new Set<() => void>();
  let state = initial;
  return {
    get state() {
      return state;
    },
    dispatch(action) {
      const next = reduce(state, action);
      if (next === state) {
        return;
      }
      state = next;
      for (const listener of listeners) {
        listener();
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
