import {Text} from 'ink';
import {cut, fit, widthOf} from '../layout.js';
import {useTheme} from '../theme.js';

/** The first line: what this is, and at its end how far it is. */
export const Header = ({
  title,
  right = '',
  columns,
}: {
  readonly title: string;
  readonly right?: string;
  readonly columns: number;
}) => {
  const theme = useTheme();
  const end = cut(right, columns - 4, theme);
  const space = columns - 2 - (end === '' ? 0 : widthOf(end) + 2);
  return (
    <Text wrap="truncate">
      {' '}
      <Text {...theme.style('title')}>{fit(title, space, theme)}</Text>
      {end === '' ? ' ' : `  ${end} `}
    </Text>
  );
};
