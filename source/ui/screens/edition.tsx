import {Box, Text} from 'ink';
import {useMemo} from 'react';
import {type Catalogue, editionNames, editions} from '../../catalogue/schema.js';
import {makePlan} from '../../plan/make-plan.js';
import {defaultProfile} from '../../profile/defaults.js';
import {Choice} from '../components/choice.js';
import {WizardFrame} from '../components/wizard-frame.js';
import {fit, wrap} from '../layout.js';
import {useBodySize} from '../screen-size.js';
import {useTheme} from '../theme.js';
import {editionNeeds, hereOf} from '../wizard/edition-step.js';
import type {WizardState} from '../wizard/wizard-state.js';

const items = [
  {key: 'flex', label: 'OpenStack Flex', about: ['shared OVN fabric,', 'iSCSI for block storage']},
  {key: 'enterprise', label: 'OpenStack Enterprise', about: ['Calico, Ceph,', 'bare metal, DNS']},
];
const leftWidth = 33;

/** The rows of the matrix whose cells differ, and how many do not. */
const differing = (catalogue: Catalogue) => {
  const [flex = [], enterprise = []] = editions.map(
    edition => makePlan(catalogue, defaultProfile(edition)).components,
  );
  const rows = flex.flatMap(one => {
    const other = enterprise.find(({name}) => name === one.name);
    return one.row === null || other === undefined ? [] : [{row: one.row, cells: [one, other] as const}];
  });
  const differ = rows.filter(({cells: [a, b]}) => a.enabled !== b.enabled || a.requirement !== b.requirement);
  return {differ, same: rows.length - differ.length};
};

export const EditionScreen = ({state}: {readonly state: WizardState}) => {
  const theme = useTheme();
  const {columns, rows} = useBodySize();
  const {catalogue} = state;
  const {differ, same} = useMemo(() => differing(catalogue), [catalogue]);
  const isNarrow = columns < 76;
  const cellWidth = isNarrow ? 6 : 12;
  const nameWidth = columns - leftWidth - 2 * cellWidth - 2;
  const width = columns - leftWidth - 1;
  const about = [
    ...wrap(`Needs  ${editionNeeds(state.profile.edition)}`, width),
    ...wrap(`Here   ${hereOf(state)}`, width),
  ];
  const room = rows - 4 - about.length;
  const isTall = room >= 8;
  const shown = differ.slice(0, isTall ? room : rows - 4);
  return (
    <WizardFrame state={state}>
      <Box>
        <Box flexDirection="column" width={leftWidth}>
          <Text {...theme.style('title')}> Which edition?{'\n'}</Text>
          <Choice items={items} index={editions.indexOf(state.profile.edition)} columns={leftWidth} />
        </Box>
        <Box flexDirection="column">
          <Text
            {...theme.style('title')}
          >{`${fit('What it turns on', nameWidth, theme)} ${fit(editionNames.flex, cellWidth)}${isNarrow ? 'Ent.' : editionNames.enterprise}`}</Text>
          {shown.map(({row, cells}) => (
            <Text key={row} wrap="truncate">
              {fit(row, nameWidth, theme)}{' '}
              {cells
                .map(({enabled, requirement}) =>
                  fit(
                    `${enabled ? theme.glyphs.dot : theme.glyphs.ring}${requirement === 'optional' && !isNarrow ? ' optional' : ''}`,
                    cellWidth,
                    theme,
                  ),
                )
                .join('')}
            </Text>
          ))}
          <Text {...theme.style('faint')}>
            {differ.length > shown.length ? `${differ.length - shown.length} more, and ` : ''}
            {same} rows the same in both
          </Text>
          {isTall ? <Text>{['', ...about].join('\n')}</Text> : null}
        </Box>
      </Box>
    </WizardFrame>
  );
};
