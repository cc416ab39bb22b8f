import {Frame} from '../components/frame.js';
import {PieceLine} from '../components/piece-line.js';
import type {KeyContext} from '../keys.js';
import type {Run, RunView} from '../ports.js';
import {useBodySize} from '../screen-size.js';
import {useTheme} from '../theme.js';
import {idleControls} from '../tree/control.js';
import {moreBelow} from '../tree/labelled.js';
import type {RowTarget} from '../tree/row-target.js';
import {whyCode, whyLines, whyTitle} from '../tree/why-lines.js';

export interface WhyScreenProps {
  readonly view: RunView;
  readonly target: RowTarget;
  readonly scroll: number;
  readonly inquire: Run['inquire'];
  readonly notice: string;
  /** Which keys there are. */
  readonly context?: KeyContext;
}

/** Why a row is as it is. */
export const WhyScreen = ({view, target, scroll, inquire, notice, context = 'why'}: WhyScreenProps) => {
  const theme = useTheme();
  const {columns, rows} = useBodySize();
  const inquiry = inquire(target);
  const lines = whyLines(target, inquiry, view, theme, columns);
  const first = Math.max(0, Math.min(scroll, lines.length - rows));
  const below = lines.length - first - rows;
  return (
    <Frame
      title={whyTitle(target, view)}
      right={whyCode(target, inquiry, view)}
      context={context}
      notice={notice || moreBelow(below)}
      without={[
        ...idleControls(view, target.component),
        ...(lines.length > rows ? [] : (['up', 'down'] as const)),
      ]}
    >
      {lines.slice(first, first + rows).map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its place.
        <PieceLine key={first + index} line={line} />
      ))}
    </Frame>
  );
};
