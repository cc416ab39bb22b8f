export {useBodySize} from '../screen-size.js';

import {Box} from 'ink';
import type {ReactNode} from 'react';
import type {KeyContext} from '../key-contexts.js';
import type {Intent} from '../keys.js';
import {bodyOf, useScreenSize} from '../screen-size.js';
import {Footer} from './footer.js';
import {Header} from './header.js';
import {NoticeRule, ProgressRule, Rule} from './rule.js';

export interface FrameProps {
  readonly title: string;
  /** At the end of the first line: the step, the time, a code. */
  readonly right?: string;
  readonly context: KeyContext;
  readonly children?: ReactNode;
  /** A sentence in the lower rule, for a moment. */
  readonly notice?: string;
  /** 0 to 1: the upper rule is a bar. */
  readonly hasProgress?: number;
  /** Intents that the footer leaves out because they mean nothing at the moment. */
  readonly without?: readonly Intent[];
}

/** What every screen has: header, rule, body, rule, footer; exactly as large as the terminal. */
export const Frame = ({
  title,
  right = '',
  context,
  children,
  notice,
  hasProgress,
  without = [],
}: FrameProps) => {
  const size = useScreenSize();
  const {columns} = size;
  return (
    <Box flexDirection="column" width={columns} height={size.rows}>
      <Header title={title} right={right} columns={columns} />
      {hasProgress === undefined ? (
        <Rule columns={columns} />
      ) : (
        <ProgressRule columns={columns} share={hasProgress} />
      )}
      <Box flexDirection="column" height={bodyOf(size).rows} flexShrink={0} overflow="hidden">
        <Box flexDirection="column" flexShrink={0} minHeight={bodyOf(size).rows}>
          {children}
        </Box>
      </Box>
      {notice === undefined || notice === '' ? (
        <Rule columns={columns} />
      ) : (
        <NoticeRule columns={columns} notice={notice} />
      )}
      <Footer context={context} columns={columns} without={without} />
    </Box>
  );
};
