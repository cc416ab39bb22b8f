import {Box, Text} from 'ink';
import {keysOf} from '../footer.js';
import type {KeyContext} from '../key-contexts.js';
import {bindingsOf} from '../keys.js';
import {fit, widthOf} from '../layout.js';
import {useBodySize} from '../screen-size.js';
import {useTheme} from '../theme.js';
import {Frame} from './frame.js';

/** Every key that means something in a context, in as many columns as it takes. */
export const KeySheet = ({of}: {readonly of: KeyContext}) => {
  const theme = useTheme();
  const {columns, rows} = useBodySize();
  const lines = bindingsOf(of).map(binding => ({
    id: binding.id,
    keys: keysOf(binding, theme),
    label: binding.label,
  }));
  const keysWidth = Math.max(...lines.map(({keys}) => widthOf(keys)));
  const height = Math.max(1, rows - 1);
  const width = Math.floor((columns - 2) / Math.max(1, Math.ceil(lines.length / height)));
  return (
    <Frame title="Keys" context="sheet" without={['up', 'down']}>
      <Box flexDirection="column" flexWrap="wrap" height={height} marginTop={1} marginLeft={1}>
        {lines.map(({id, keys, label}) => (
          <Box key={id} width={width}>
            <Text {...theme.style('moving')}> {fit(keys, keysWidth, theme)}</Text>
            <Text>{fit(`  ${label}`, width - keysWidth - 1, theme)}</Text>
          </Box>
        ))}
      </Box>
    </Frame>
  );
};
