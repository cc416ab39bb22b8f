import {Text} from 'ink';
import {footerOf} from '../footer.js';
import type {KeyContext} from '../key-contexts.js';
import type {Intent} from '../keys.js';
import {useTheme} from '../theme.js';

/** The last line: the keys that mean something here. */
export const Footer = ({
  context,
  columns,
  without = [],
}: {
  readonly context: KeyContext;
  readonly columns: number;
  /** Intents that mean nothing at the moment. */
  readonly without?: readonly Intent[];
}) => <Text wrap="truncate">{footerOf(context, useTheme(), columns, without)}</Text>;
