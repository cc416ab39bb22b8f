import {Box, Text} from 'ink';
import {Frame} from '../components/frame.js';
import {cut, justify} from '../layout.js';
import {useBodySize} from '../screen-size.js';
import {useTheme} from '../theme.js';
import {centredWindow} from '../window.js';
import {focusedService, type RemovableService, removableServices} from '../wizard/remove-step.js';
import type {WizardState} from '../wizard/wizard-state.js';
import {titleOf} from './home.js';

const nextLines = [
  'What goes and what stays is told before anything does. Data stays unless its',
  'kind is named there.',
];

/** The services that may be taken away, what goes with each, and why one may not. */
export const RemoveScreen = ({state}: {readonly state: WizardState}) => {
  const theme = useTheme();
  const {columns, rows} = useBodySize();
  const services = removableServices(state);
  const focus = focusedService(state, services);
  const index = services.findIndex(({name}) => name === focus);
  const {start, end} = centredWindow(services.length, Math.max(1, rows - nextLines.length - 2), index);
  const marked = services.filter(({isMarked}) => isMarked).length;
  const nameWidth = Math.max(...services.map(({row}) => row.length), 0) + 2;
  return (
    <Frame title={titleOf(state, theme.glyphs.separator)} right="remove services" context="remove">
      <Text {...theme.style('title')}>
        {' '}
        {justify(
          'Which?',
          marked === 0 ? 'the one under the cursor' : `${marked} marked`,
          columns - 2,
          theme,
        )}
      </Text>
      {services.slice(start, end).map(service => (
        <ServiceLine
          key={service.name}
          service={service}
          isFocused={service.name === focus}
          nameWidth={nameWidth}
          columns={columns}
        />
      ))}
      <Box flexDirection="column" marginTop={1}>
        {nextLines.map(line => (
          <Text key={line} wrap="truncate" {...theme.style('faint')}>
            {' '}
            {line}
          </Text>
        ))}
      </Box>
    </Frame>
  );
};

interface ServiceLineProps {
  readonly service: RemovableService;
  readonly isFocused: boolean;
  readonly nameWidth: number;
  readonly columns: number;
}

const ServiceLine = ({service, isFocused, nameWidth, columns}: ServiceLineProps) => {
  const theme = useTheme();
  const {glyphs} = theme;
  const {row, isMarked, takes, problem} = service;
  const what = problem ?? (takes.length === 0 ? '' : `takes along ${takes.join(', ')}`);
  return (
    <Text wrap="truncate">
      <Text {...theme.style('moving')}> {isFocused ? glyphs.pointer : ' '} </Text>
      {isMarked ? glyphs.on : glyphs.off} <Text {...theme.style(isFocused ? 'focus' : 'plain')}>{row}</Text>
      <Text {...theme.style(problem === undefined ? 'faint' : 'attention')}>
        {' '.repeat(Math.max(1, nameWidth - row.length))}
        {cut(what, columns - nameWidth - 7, theme)}
      </Text>
    </Text>
  );
};
