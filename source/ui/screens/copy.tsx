import type {Inquiry} from '../../cluster/observation.js';
import {Frame} from '../components/frame.js';
import {PieceLine} from '../components/piece-line.js';
import {useBodySize} from '../screen-size.js';
import {useTheme} from '../theme.js';
import {copyLines, copyOf} from '../tree/copy-lines.js';
import type {RowTarget} from '../tree/row-target.js';
import {nameOf} from '../tree/why-lines.js';

export interface CopyScreenProps {
  readonly target: RowTarget;
  readonly inquiry: Inquiry;
}

/** What of an answer can be taken away from a console that nothing can be copied from. */
export const CopyScreen = ({target, inquiry}: CopyScreenProps) => {
  const theme = useTheme();
  const {columns, rows} = useBodySize();
  return (
    <Frame title={`Copy what is known of ${nameOf(target)}`} right={inquiry.code} context="copy">
      {copyLines(copyOf(inquiry, target.component), theme, columns, rows).map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its place.
        <PieceLine key={index} line={line} />
      ))}
    </Frame>
  );
};
