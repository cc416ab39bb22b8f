import {Box, Text} from 'ink';
import {cut, fit, widthOf, wrap} from '../layout.js';
import {fieldWindow, type TextField} from '../text-field.js';
import {useTheme} from '../theme.js';

export interface FieldLineProps {
  readonly label: string;
  /** Cells of the column of labels, with the blank before it. */
  readonly labelWidth: number;
  readonly columns: number;
  readonly isFocused: boolean;
  /** What is typed and where; a field without focus shows only the text. */
  readonly field: TextField;
  /** Cells of the column of values; what is known beside it stands behind. */
  readonly valueWidth: number;
  readonly note?: string;
  /** What is wrong and how to mend it. */
  readonly problem?: string;
  /** Instead of a text that is empty. */
  readonly placeholder?: string;
}

/** A label, a text that can be typed, and what is known of it; below it what is wrong. */
export const FieldLine = ({
  label,
  labelWidth,
  columns,
  isFocused,
  field,
  valueWidth,
  note = '',
  problem = '',
  placeholder = '',
}: FieldLineProps) => {
  const theme = useTheme();
  const {glyphs} = theme;
  const noteWidth = columns - labelWidth - 2 - valueWidth - 1;
  const hasNote = note !== '' && noteWidth > 3;
  const width = hasNote ? valueWidth : columns - labelWidth - 3;
  const {before, at, after} = fieldWindow(field, width);
  const mark = isFocused ? glyphs.editing : problem === '' ? ' ' : glyphs.cross;
  return (
    <Box flexDirection="column">
      <Text wrap="truncate">
        <Text {...theme.style(isFocused ? 'title' : 'plain')}>{fit(` ${label}`, labelWidth, theme)}</Text>
        <Text {...theme.style(problem === '' ? 'moving' : 'failed')}>{mark} </Text>
        {isFocused ? (
          <>
            {before}
            <Text {...theme.style('focus')}>{at}</Text>
            {after}
            {' '.repeat(Math.max(0, width - widthOf(before + at + after)))}
          </>
        ) : field.text === '' ? (
          <Text {...theme.style('faint')}>{fit(placeholder, width, theme)}</Text>
        ) : (
          fit(field.text, width, theme)
        )}
        {hasNote ? <Text {...theme.style('faint')}> {cut(note, noteWidth, theme)}</Text> : null}
      </Text>
      {isFocused && problem !== '' ? (
        <Problem problem={problem} indent={labelWidth + 2} columns={columns} />
      ) : null}
    </Box>
  );
};

/** What is wrong, in as many lines as it takes, under what it is about. */
export const Problem = ({
  problem,
  indent,
  columns,
}: {
  readonly problem: string;
  readonly indent: number;
  readonly columns: number;
}) => {
  const theme = useTheme();
  return wrap(problem, columns - indent - 3).map((line, index) => (
    <Text key={line} wrap="truncate" {...theme.style('failed')}>
      {' '.repeat(indent)}
      {index === 0 ? theme.glyphs.cross : ' '} {line}
    </Text>
  ));
};
