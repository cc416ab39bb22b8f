import {Text} from 'ink';
import {WizardFrame} from '../components/wizard-frame.js';
import {wrap} from '../layout.js';
import {useBodySize} from '../screen-size.js';
import {useTheme} from '../theme.js';
import {services} from '../wizard/services-step.js';
import type {WizardState} from '../wizard/wizard-state.js';

export interface AboutServiceProps {
  readonly state: WizardState;
  readonly service: string;
  /** The first line that is shown. */
  readonly top: number;
}

/** What a service is, what comes with it and what it waits for. */
export const AboutService = ({state, service, top}: AboutServiceProps) => {
  const theme = useTheme();
  const {columns, rows} = useBodySize();
  const component = state.catalogue.components.get(service);
  const known = services(state).find(({name}) => name === service);
  const needs = (component?.needs ?? [])
    .filter(({kind}) => kind !== 'uses')
    .map(need => need.component ?? need.capability ?? '');
  const facts: readonly (readonly [string, string])[] = [
    ['', component?.summary ?? ''],
    ['', component?.warning ?? ''],
    ['Brings', known?.brings.join(', ') ?? ''],
    ['Waits for', [...new Set(needs)].join(', ')],
    ['Runs on', (component?.nodes ?? []).join(', ')],
    ['Choice', known?.problem ?? (known?.decidedIn === undefined ? '' : `decided in ${known.decidedIn}`)],
  ];
  const lines = facts
    .filter(([, text]) => text !== '')
    .flatMap(([label, text]) =>
      wrap(text, columns - 14).map((line, index) => ` ${(index === 0 ? label : '').padEnd(11)} ${line}`),
    );
  const start = Math.min(top, Math.max(0, lines.length - (rows - 2)));
  return (
    <WizardFrame state={state}>
      <Text {...theme.style('title')}>
        {' '}
        {known?.row ?? service}
        {'\n'}
      </Text>
      <Text wrap="truncate">{lines.slice(start, start + rows - 2).join('\n')}</Text>
    </WizardFrame>
  );
};
