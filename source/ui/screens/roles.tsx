import {Text} from 'ink';
import {type NodeRole, nodeRoles} from '../../catalogue/schema.js';
import {WizardFrame} from '../components/wizard-frame.js';
import {cut, fit, fitStart, wrap} from '../layout.js';
import type {NodeFacts} from '../ports.js';
import {useBodySize} from '../screen-size.js';
import {useTheme} from '../theme.js';
import {centredWindow} from '../window.js';
import {rolesOf, rolesStep, tableNodes} from '../wizard/roles-step.js';
import {focusedRow} from '../wizard/rows.js';
import type {WizardState} from '../wizard/wizard-state.js';
import {FormScreen} from './form.js';

const headings: Readonly<Record<NodeRole, string>> = {
  'control-plane': 'control',
  compute: 'compute',
  network: 'network',
  storage: 'storage',
};
const cellWidth = 9;

export const RolesScreen = ({state}: {readonly state: WizardState}) => {
  const nodes = tableNodes(state);
  return nodes === null ? <FormScreen state={state} /> : <RolesTable state={state} nodes={nodes} />;
};

const RolesTable = ({state, nodes}: {readonly state: WizardState; readonly nodes: readonly NodeFacts[]}) => {
  const theme = useTheme();
  const {glyphs} = theme;
  const {columns, rows} = useBodySize();
  const roles = rolesOf(state);
  const names = nodes.map(({name}) => name);
  const focus = focusedRow(state, names);
  const sizeWidth = columns < 76 ? 0 : 15;
  const nameWidth = columns - 4 - sizeWidth - nodeRoles.length * cellWidth;
  const problems = rolesStep.problems(state).flatMap(({message}) => wrap(message, columns - 5));
  const room = Math.max(1, rows - 5 - Math.min(3, problems.length));
  const {start, end} = centredWindow(nodes.length, room, names.indexOf(focus));
  const count = (role: NodeRole): number => names.filter(name => roles[name]?.includes(role)).length;
  const sizeOf = ({cpu, memoryGiB}: NodeFacts): string => `${cpu} cores ${memoryGiB}G`;
  return (
    <WizardFrame state={state}>
      <Text {...theme.style('title')}>
        {'   '}
        {fit('Which node does what?', nameWidth + sizeWidth, theme)}
        {nodeRoles.map(role => fit(headings[role], cellWidth, theme)).join('')}
      </Text>
      {nodes.slice(start, end).map(node => (
        <Text key={node.name} wrap="truncate">
          <Text {...theme.style('moving')}> {node.name === focus ? glyphs.pointer : ' '} </Text>
          {fit(`${node.name}${node.isReady ? '' : ' (not ready)'}`, nameWidth, theme)}
          <Text {...theme.style('faint')}>
            {sizeWidth === 0 ? '' : `${fitStart(sizeOf(node), sizeWidth - 1, theme)} `}
          </Text>
          {nodeRoles.map((role, column) => {
            const isOn = roles[node.name]?.includes(role) === true;
            const isHere = node.name === focus && column === state.column;
            return (
              <Text key={role}>
                <Text {...theme.style(isHere ? 'focus' : isOn ? 'title' : 'faint')}>
                  {isHere ? '[' : ' '}
                  {isOn ? glyphs.on : glyphs.off}
                  {isHere ? ']' : ' '}
                </Text>
                {' '.repeat(cellWidth - 3)}
              </Text>
            );
          })}
        </Text>
      ))}
      <Text {...theme.style('faint')}>
        {'\n   '}
        {cut(nodeRoles.map(role => `${headings[role]} ${count(role)}`).join(', '), columns - 4, theme)}
      </Text>
      {problems.slice(0, 3).map(line => (
        <Text key={line} {...theme.style('failed')}>
          {' '}
          {glyphs.cross} {line}
        </Text>
      ))}
    </WizardFrame>
  );
};
