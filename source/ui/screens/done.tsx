import {Frame} from '../components/frame.js';
import {PieceLine} from '../components/piece-line.js';
import type {RunView} from '../ports.js';
import {useBodySize} from '../screen-size.js';
import {useTheme} from '../theme.js';
import {doneLines, doneTitle} from '../tree/done-lines.js';
import {moreBelow} from '../tree/labelled.js';

export interface DoneScreenProps {
  readonly view: RunView;
  readonly scroll: number;
  readonly showsStandIns: boolean;
}

/** The last screen of a run. */
export const DoneScreen = ({view, scroll, showsStandIns}: DoneScreenProps) => {
  const theme = useTheme();
  const {columns, rows} = useBodySize();
  const lines = doneLines(view, theme, columns, showsStandIns);
  const first = Math.max(0, Math.min(scroll, lines.length - rows));
  const idle = [
    ...(lines.length > rows ? [] : (['up', 'down'] as const)),
    ...(view.standIns.length > 0 ? [] : (['show-more'] as const)),
  ];
  return (
    <Frame
      title={view.title}
      right={doneTitle(view, theme)}
      context="done"
      notice={moreBelow(lines.length - first - rows)}
      without={idle}
    >
      {lines.slice(first, first + rows).map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its place.
        <PieceLine key={first + index} line={line} />
      ))}
    </Frame>
  );
};
