import {createContext, useContext, useEffect, useState} from 'react';

/** The only timer of the screens: what time it is, once a second as long as something moves. */
export const useTicks = (now: () => number, isMoving: boolean, milliseconds = 1000): number => {
  const [time, setTime] = useState(now);
  useEffect(() => {
    if (!isMoving) {
      return undefined;
    }
    const timer = setInterval(() => setTime(now()), milliseconds);
    return () => clearInterval(timer);
  }, [now, isMoving, milliseconds]);
  return time;
};

export const ClockContext = createContext(0);

/** Milliseconds since 1970 as the whole screen shows them. */
export const useClock = (): number => useContext(ClockContext);
