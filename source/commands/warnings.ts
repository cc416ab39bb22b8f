import {type LackingSecret, lackingRemedy, lackingText} from '../delivery/given-secrets.js';
import type {Plan} from '../plan/plan.js';
import {componentWarnings} from '../plan/warnings.js';
import {choiceWarnings} from '../profile/choice-warnings.js';
import type {Profile} from '../profile/schema.js';

/** What is to be known before a profile is installed, with its heading; empty where there is nothing. */
export const warningLines = (
  plan: Pick<Plan, 'components'>,
  profile: Profile,
  lacking: readonly LackingSecret[] = [],
): string[] => {
  const lines = [
    ...choiceWarnings(profile),
    ...componentWarnings(plan),
    ...lacking.map(
      one => `${one.component} fails as things are, for ${lackingText(one)}. ${lackingRemedy(one)}`,
    ),
  ];
  return lines.length === 0 ? [] : ['To know before:', ...lines.map(line => `  ${line}`)];
};
