import {useWindowSize} from 'ink';
import {createContext, type ReactNode, useContext, useMemo} from 'react';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** The size that every screen is drawn for. */
export const designSize: Size = {columns: 80, rows: 24};

/** Lines of a screen that are not its body: header, rule, rule, footer. */
const frameRows = 4;

/** What is left of a screen between its two rules. */
export const bodyOf = ({columns, rows}: Size): Size => ({columns, rows: Math.max(1, rows - frameRows)});

const SizeContext = createContext<Size>(designSize);

/** Tells everything below how large the terminal is; listens to it once. */
export const ScreenSize = ({children}: {readonly children: ReactNode}) => {
  const {columns, rows} = useWindowSize();
  const size = useMemo(() => ({columns, rows}), [columns, rows]);
  return <SizeContext value={size}>{children}</SizeContext>;
};

export const useScreenSize = (): Size => useContext(SizeContext);

/** Columns and rows between the two rules. */
export const useBodySize = (): Size => bodyOf(useContext(SizeContext));
