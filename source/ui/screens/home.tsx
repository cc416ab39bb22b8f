import {Box, Text} from 'ink';
import {editionNames} from '../../catalogue/schema.js';
import {type ComponentChange, toDo} from '../../plan/changes.js';
import {counted} from '../../report/ascii.js';
import {driftText, tally} from '../../report/change-lines.js';
import {Choice} from '../components/choice.js';
import {Frame} from '../components/frame.js';
import {cut} from '../layout.js';
import {useBodySize} from '../screen-size.js';
import {useTheme} from '../theme.js';
import {comparisonText, differsLines} from '../wizard/differs-lines.js';
import {changesOf, type HomeRow, homeRows, upgrades} from '../wizard/home-step.js';
import {removableCount} from '../wizard/remove-step.js';
import {focusedRow} from '../wizard/rows.js';
import {services} from '../wizard/services-step.js';
import {installedOf, type WizardState} from '../wizard/wizard-state.js';

const labels: Readonly<Record<HomeRow, string>> = {
  services: 'Add services',
  remove: 'Remove services',
  answers: 'Change an answer',
  differs: 'See what differs',
  upgrade: 'Upgrade',
  monitor: 'Monitor',
  rehearse: 'Rehearse this cluster',
};
const labelWidth = 24;

/** What stands beside each; what is not known yet says so. */
const aboutOf = (state: WizardState, row: HomeRow): string => {
  const changes = changesOf(state);
  switch (row) {
    case 'services':
      return `${services(state).filter(({isOn}) => !isOn).length} optional off`;
    case 'remove':
      return `${removableCount(state)} optional on; data stays unless it is named`;
    case 'answers':
      return 'shows what it would touch first';
    case 'differs':
      return changes === undefined ? comparisonText(state) : firstOf(changes);
    case 'upgrade':
      return `${counted(upgrades(changes), 'release')} with a newer pin`;
    case 'monitor':
      return 'read-only';
    case 'rehearse':
      return 'same shape, simulated nodes';
    default:
      return row satisfies never;
  }
};

const firstOf = (changes: readonly ComponentChange[]): string => {
  const [drifted] = changes.flatMap(({component, drift}) => drift.map(one => ({component, one})));
  return drifted !== undefined
    ? `${drifted.component}: ${driftText(drifted.one)}`
    : toDo(changes).length === 0
      ? 'nothing: the cluster is as the profile says'
      : tally(toDo(changes));
};

const rightOf = (state: WizardState): string => {
  const components = installedOf(state)?.components ?? [];
  const there = components.filter(one => one.state === 'ready' || one.state === 'verified').length;
  const drifted = (changesOf(state) ?? []).filter(({action}) => action === 'drifted').length;
  return [`${there} ready`, ...(drifted > 0 ? [`${drifted} drifted`] : [])].join(' · ');
};

export const titleOf = ({destination, profile}: WizardState, separator: string): string =>
  `Genestack ${editionNames[profile.edition]} ${separator} ${destination.kind === 'cluster' ? destination.context : ''}`;

/** On a cluster that Genestack is on: what is there, and what can be done with it. */
export const HomeScreen = ({state}: {readonly state: WizardState}) => {
  const theme = useTheme();
  const {columns} = useBodySize();
  const rows = homeRows(state);
  const installed = installedOf(state);
  const missing = (installed?.components ?? []).filter(
    ({state: told}) => told !== 'ready' && told !== 'verified',
  );
  const right = rightOf(state).replace('·', theme.glyphs.separator);
  return (
    <Frame title={titleOf(state, theme.glyphs.separator)} right={right} context="home">
      <Choice
        items={rows.map(row => ({
          key: row,
          label: cut(`${labels[row].padEnd(labelWidth)}${aboutOf(state, row)}`, columns - 5, theme),
        }))}
        index={rows.indexOf(focusedRow(state, rows) as HomeRow)}
        columns={columns}
      />
      <Box flexDirection="column" marginTop={1}>
        {installed === null ? null : <Text wrap="truncate"> {lastRunText(installed)}</Text>}
        {missing.length === 0 ? null : (
          <Text wrap="truncate" {...theme.style('attention')}>
            {' '}
            Not ready then: {missing.map(({name}) => name).join(', ')}
          </Text>
        )}
      </Box>
    </Frame>
  );
};

const lastRunText = ({time, outcome}: NonNullable<ReturnType<typeof installedOf>>): string =>
  `The last run here, ${time.slice(0, 16).replace('T', ' ')} UTC, ${
    {
      succeeded: 'brought everything to ready',
      failed: 'left something failed',
      interrupted: 'was interrupted',
      unfinished: 'was not ended, or goes on',
    }[outcome]
  }.`;

/** Everything that differs, to be read. */
export const DiffersScreen = ({state}: {readonly state: WizardState}) => {
  const theme = useTheme();
  const {columns, rows} = useBodySize();
  const lines = differsLines(state, columns);
  const top = Math.max(0, Math.min(state.differsTop, lines.length - rows));
  return (
    <Frame title={titleOf(state, theme.glyphs.separator)} right="what differs" context="differs">
      {lines.slice(top, top + rows).map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name, and may be the same.
        <Text key={top + index} wrap="truncate">
          {' '}
          {line}
        </Text>
      ))}
    </Frame>
  );
};
