import {Text} from 'ink';
import {WizardFrame} from '../components/wizard-frame.js';
import {cut, justify} from '../layout.js';
import {useBodySize} from '../screen-size.js';
import {useTheme} from '../theme.js';
import {centredWindow} from '../window.js';
import {focusedRow} from '../wizard/rows.js';
import {selected, services} from '../wizard/services-step.js';
import type {WizardState} from '../wizard/wizard-state.js';

export const ServicesScreen = ({state}: {readonly state: WizardState}) => {
  const theme = useTheme();
  const {columns, rows} = useBodySize();
  const all = services(state);
  const selection = selected(state);
  const focus = focusedRow(
    state,
    all.map(({name}) => name),
  );
  const index = Math.max(
    0,
    all.findIndex(({name}) => name === focus),
  );
  const most = Math.max(1, rows - 4);
  const {start, end} = centredWindow(all.length, most, index);
  const on =
    typeof selection === 'string' ? 0 : [...selection.values()].filter(({enabled}) => enabled).length;
  const right = `${on} on, ${all.filter(({isOn}) => isOn).length} by choice`;
  const nameWidth = Math.max(...all.map(({row}) => row.length), 0) + 2;
  return (
    <WizardFrame state={state}>
      <Text {...theme.style('title')}>
        {' '}
        {justify('Services that are a choice', right, columns - 2, theme)}
      </Text>
      {typeof selection === 'string' ? (
        <Text {...theme.style('failed')}> {cut(selection, columns - 2, theme)}</Text>
      ) : null}
      {all.slice(start, end).map(({name, row, group, isOn, brings, problem}) => {
        const what = problem ?? (brings.length === 0 ? group : `brings ${brings.join(', ')}`);
        return (
          <Text key={name} wrap="truncate">
            <Text {...theme.style('moving')}> {name === focus ? theme.glyphs.pointer : ' '} </Text>
            {isOn ? theme.glyphs.on : theme.glyphs.off}{' '}
            <Text {...theme.style(name === focus ? 'focus' : 'plain')}>{row}</Text>
            <Text {...theme.style('faint')}>
              {' '.repeat(Math.max(1, nameWidth - row.length))}
              {cut(what, columns - nameWidth - 7, theme)}
            </Text>
          </Text>
        );
      })}
    </WizardFrame>
  );
};
