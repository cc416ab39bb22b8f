import {Text} from 'ink';
import {WizardFrame} from '../components/wizard-frame.js';
import {cut, justify} from '../layout.js';
import {useBodySize} from '../screen-size.js';
import {useTheme} from '../theme.js';
import {centredWindow} from '../window.js';
import {
  focusedService,
  type Service,
  type ServiceGroup,
  selected,
  serviceGroups,
} from '../wizard/services-step.js';
import type {WizardState} from '../wizard/wizard-state.js';
import {AboutService} from './about-service.js';

type Line =
  | {readonly kind: 'group'; readonly row: string; readonly group: ServiceGroup}
  | {readonly kind: 'required'; readonly row: string; readonly names: readonly string[]}
  | {readonly kind: 'service'; readonly row: string; readonly service: Service};

const linesOf = (groups: readonly ServiceGroup[]): readonly Line[] =>
  groups.flatMap(group => [
    {kind: 'group' as const, row: `group:${group.title}`, group},
    ...(group.isOpen && group.required.length > 0
      ? [{kind: 'required' as const, row: `required:${group.title}`, names: group.required}]
      : []),
    ...(group.isOpen
      ? group.services.map(service => ({kind: 'service' as const, row: service.name, service}))
      : []),
  ]);

export const ServicesScreen = ({state}: {readonly state: WizardState}) =>
  state.about === null ? (
    <ServiceList state={state} />
  ) : (
    <AboutService state={state} service={state.about.service} top={state.about.top} />
  );

const ServiceList = ({state}: {readonly state: WizardState}) => {
  const theme = useTheme();
  const {columns, rows} = useBodySize();
  const groups = serviceGroups(state);
  const lines = linesOf(groups);
  const focus = focusedService(state, groups);
  const selection = selected(state);
  const index = Math.max(
    0,
    lines.findIndex(({row}) => row === focus),
  );
  const {start, end} = centredWindow(lines.length, Math.max(1, rows - 2), index);
  const all = groups.flatMap(({services}) => services);
  const on =
    typeof selection === 'string' ? 0 : [...selection.values()].filter(({enabled}) => enabled).length;
  const right = `${on} components on, ${all.filter(({isOn}) => isOn).length} by choice`;
  const nameWidth = Math.max(...all.map(({row}) => row.length), 0) + 2;
  return (
    <WizardFrame state={state}>
      <Text {...theme.style('title')}> {justify('Services', right, columns - 2, theme)}</Text>
      {typeof selection === 'string' ? (
        <Text {...theme.style('failed')}> {cut(selection, columns - 2, theme)}</Text>
      ) : null}
      {lines.slice(start, end).map(line => (
        <ServiceLine
          key={line.row}
          line={line}
          isFocused={line.row === focus}
          nameWidth={nameWidth}
          columns={columns}
        />
      ))}
    </WizardFrame>
  );
};

interface ServiceLineProps {
  readonly line: Line;
  readonly isFocused: boolean;
  readonly nameWidth: number;
  readonly columns: number;
}

const ServiceLine = ({line, isFocused, nameWidth, columns}: ServiceLineProps) => {
  const theme = useTheme();
  const {glyphs} = theme;
  const pointer = <Text {...theme.style('moving')}> {isFocused ? glyphs.pointer : ' '} </Text>;
  switch (line.kind) {
    case 'group': {
      const {title, isOpen, required, services} = line.group;
      const count = required.length + services.length;
      return (
        <Text wrap="truncate">
          {pointer}
          {isOpen ? glyphs.open : glyphs.closed}{' '}
          <Text {...theme.style(isFocused ? 'focus' : 'title')}>{title}</Text>
          <Text {...theme.style('faint')}>{` (${count})${services.length === 0 ? ' required' : ''}`}</Text>
        </Text>
      );
    }
    case 'required':
      return (
        <Text wrap="truncate" {...theme.style('faint')}>
          {'     '}
          {glyphs.on} {cut(`required: ${line.names.join(', ')}`, columns - 8, theme)}
        </Text>
      );
    case 'service': {
      const {row, isOn, brings, decidedIn, problem} = line.service;
      const what =
        decidedIn === undefined
          ? (problem ?? (brings.length === 0 ? '' : `brings ${brings.join(', ')}`))
          : `decided in ${decidedIn}`;
      return (
        <Text wrap="truncate">
          {pointer}
          {'  '}
          {isOn ? glyphs.on : glyphs.off} <Text {...theme.style(isFocused ? 'focus' : 'plain')}>{row}</Text>
          <Text {...theme.style('faint')}>
            {' '.repeat(Math.max(1, nameWidth - row.length))}
            {cut(what, columns - nameWidth - 9, theme)}
          </Text>
        </Text>
      );
    }
    default:
      return line satisfies never;
  }
};
