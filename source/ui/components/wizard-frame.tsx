import type {ReactNode} from 'react';
import {editionNames} from '../../catalogue/schema.js';
import type {Intent} from '../keys.js';
import {useTheme} from '../theme.js';
import {currentStep} from '../wizard/steps.js';
import {stepOf, type WizardState} from '../wizard/wizard-state.js';
import {Frame} from './frame.js';

export interface WizardFrameProps {
  readonly state: WizardState;
  readonly children?: ReactNode;
  /** Intents that the footer leaves out because they mean nothing at the moment. */
  readonly without?: readonly Intent[];
}

/** The frame of a question: what has been chosen so far, and which of how many it is. */
export const WizardFrame = ({state, children, without = []}: WizardFrameProps) => {
  const {glyphs} = useTheme();
  const isFirst = state.index === 0;
  return (
    <Frame
      title={titleOf(state, glyphs.separator)}
      right={`step ${state.index + 1} of ${state.steps.length}`}
      context={currentStep(state).keys(state)}
      notice={serversNotice(state)}
      without={isFirst ? [...without, 'back'] : without}
    >
      {children}
    </Frame>
  );
};

const titleOf = (state: WizardState, separator: string): string => {
  const {destination} = state;
  if (stepOf(state) === 'where') {
    return 'Genestack';
  }
  const edition = stepOf(state) === 'edition' ? '' : ` ${editionNames[state.profile.edition]}`;
  const where =
    destination.kind === 'cluster'
      ? destination.context
      : destination.kind === 'file'
        ? 'profile only'
        : 'rehearsal';
  return `Genestack${edition} ${separator} ${where}`;
};

/** The servers of the rehearsal are built while questions are asked, and that is seen. */
const serversNotice = ({destination, servers}: WizardState): string =>
  destination.kind === 'rehearsal' && (servers.state === 'building' || servers.state === 'failed')
    ? `servers: ${servers.text}`
    : '';
