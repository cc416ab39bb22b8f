/** A line of things that were put and are taken in order; who takes waits until there is one. */
export interface Queue<T> {
  put(item: T): void;
  take(): Promise<T>;
}

export const queue = <T>(): Queue<T> => {
  const items: T[] = [];
  let arrival = Promise.withResolvers<void>();
  return {
    put(item) {
      items.push(item);
      arrival.resolve();
    },
    async take() {
      while (items.length === 0) {
        await arrival.promise;
        arrival = Promise.withResolvers<void>();
      }
      return items.shift() as T;
    },
  };
};
