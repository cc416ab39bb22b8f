import {Box, Text} from 'ink';
import {wrap} from '../layout.js';
import {useScreenSize} from '../screen-size.js';

/** Below this nothing of a screen can be read. */
export const smallestSize = {columns: 60, rows: 16};

/** The sentence instead of a screen that has no room. */
export const TooSmall = ({isRunning}: {readonly isRunning: boolean}) => {
  const {columns, rows} = useScreenSize();
  const sentence = `Make the window ${smallestSize.columns}x${smallestSize.rows} or larger; it is ${columns}x${rows}.${
    isRunning ? ' The install goes on.' : ''
  }`;
  return (
    <Box flexDirection="column" width={columns} height={rows} overflow="hidden">
      {wrap(sentence, columns).map(line => (
        <Text key={line}>{line}</Text>
      ))}
    </Box>
  );
};
