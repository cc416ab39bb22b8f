import {createContext, useContext} from 'react';

/** The root's one timer moves it. */
export const ClockContext = createContext(0);

/** Milliseconds since 1970 as the whole screen shows them. */
export const useClock = (): number => useContext(ClockContext);
