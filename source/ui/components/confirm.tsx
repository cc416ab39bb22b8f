import {Box, Text} from 'ink';
import {wrap} from '../layout.js';
import {useBodySize} from '../screen-size.js';
import {useTheme} from '../theme.js';
import {Choice, type ChoiceItem} from './choice.js';
import {Frame} from './frame.js';

export interface ConfirmProps {
  readonly title: string;
  readonly question: string;
  readonly about: readonly string[];
  readonly items: readonly ChoiceItem[];
  readonly index: number;
}

/** A question that stands before everything else until it is answered. */
export const Confirm = ({title, question, about, items, index}: ConfirmProps) => {
  const theme = useTheme();
  const {columns} = useBodySize();
  return (
    <Frame title={title} context="confirm">
      <Box flexDirection="column" marginTop={1}>
        <Text {...theme.style('title')}> {question}</Text>
        {about
          .flatMap(line => wrap(line, columns - 2))
          .map(line => (
            <Text key={line}> {line}</Text>
          ))}
        <Box marginTop={1}>
          <Choice items={items} index={index} columns={columns} />
        </Box>
      </Box>
    </Frame>
  );
};
