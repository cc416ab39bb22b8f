import {Box, Text} from 'ink';
import SelectInput, {type IndicatorProps, type ItemProps} from 'ink-select-input';
import {cut} from '../layout.js';
import {useTheme} from '../theme.js';
import {centredWindow} from '../window.js';

export interface ChoiceItem {
  /** Unique in its list. */
  readonly key: string;
  readonly label: string;
  /** Lines below the label, indented. */
  readonly about?: readonly string[];
}

export interface ChoiceProps {
  readonly items: readonly ChoiceItem[];
  /** The one under the cursor. */
  readonly index: number;
  readonly columns: number;
  /** At most so many items are shown, around the cursor; all where it is absent. */
  readonly most?: number;
}

const indent = 3;

const Indicator = ({isSelected = false}: IndicatorProps) => {
  const theme = useTheme();
  return <Text {...theme.style('moving')}> {isSelected ? theme.glyphs.pointer : ' '} </Text>;
};

interface ShownItem extends ItemProps {
  readonly about?: readonly string[];
  readonly columns?: number;
}

const Item = ({isSelected = false, label, about = [], columns = 0}: ShownItem) => {
  const theme = useTheme();
  const width = columns - indent - 1;
  return (
    <Box flexDirection="column">
      <Text {...theme.style(isSelected ? 'focus' : 'plain')}>{cut(label, width, theme)}</Text>
      {about.map(line => (
        <Text key={line} {...theme.style('faint')}>
          {'  '}
          {cut(line, width - 2, theme)}
        </Text>
      ))}
    </Box>
  );
};

/**
 * A list of which one is chosen. Only a look: the keys are in the table of keys and the cursor in a reducer, so that two keys in one
 * chunk are two keys and a digit chooses nothing.
 */
export const Choice = ({items, index, columns, most = items.length}: ChoiceProps) => {
  const {start, end} = centredWindow(items.length, most, index);
  const shown = items.slice(start, end).map(item => ({...item, value: item.key, columns}));
  // The list keeps a cursor of its own from its first look on, so another cursor is another list.
  return shown.length === 0 ? null : (
    <SelectInput
      key={`${index} ${shown.map(({key}) => key).join(' ')}`}
      items={shown}
      initialIndex={index - start}
      isFocused={false}
      indicatorComponent={Indicator}
      itemComponent={Item}
    />
  );
};
