import {Text} from 'ink';
import {useTheme} from '../theme.js';
import type {Line} from '../tree/piece.js';

/** One line of pieces; an empty one takes its row, too. */
export const PieceLine = ({line}: {readonly line: Line}) => {
  const theme = useTheme();
  let at = 0;
  return (
    <Text wrap="truncate">
      {line.length === 0 ? ' ' : ''}
      {line.map(({text, meaning}) => {
        const key = at;
        at += text.length;
        return text === '' ? null : (
          <Text key={key} {...theme.style(meaning)}>
            {text}
          </Text>
        );
      })}
    </Text>
  );
};
