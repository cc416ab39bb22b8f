import {Text} from 'ink';
import {cut, widthOf} from '../layout.js';
import {useTheme} from '../theme.js';

/** A line across the screen. */
export const Rule = ({columns}: {readonly columns: number}) => {
  const theme = useTheme();
  return <Text {...theme.style('faint')}>{theme.glyphs.rule.repeat(columns)}</Text>;
};

/** The line across the screen as a bar, full up to `share` (0 to 1). */
export const ProgressRule = ({columns, share}: {readonly columns: number; readonly share: number}) => {
  const theme = useTheme();
  const {barFull, barHead, barRest} = theme.glyphs;
  const full = Math.round(Math.min(1, Math.max(0, share)) * columns);
  const bar = full === columns ? barFull.repeat(full) : barFull.repeat(Math.max(0, full - 1)) + barHead;
  return (
    <Text>
      <Text {...theme.style('moving')}>{full === 0 ? '' : bar}</Text>
      <Text {...theme.style('faint')}>{barRest.repeat(columns - full)}</Text>
    </Text>
  );
};

/** The line across the screen with a sentence in it that is gone soon. */
export const NoticeRule = ({columns, notice}: {readonly columns: number; readonly notice: string}) => {
  const theme = useTheme();
  const text = cut(notice, columns - 4, theme);
  return (
    <Text>
      <Text {...theme.style('faint')}>{theme.glyphs.rule}</Text>
      <Text {...theme.style('attention')}> {text} </Text>
      <Text {...theme.style('faint')}>{theme.glyphs.rule.repeat(columns - 3 - widthOf(text))}</Text>
    </Text>
  );
};
