import {Box, Text} from 'ink';
import {Choice, type ChoiceItem} from '../components/choice.js';
import {WizardFrame} from '../components/wizard-frame.js';
import {wrap} from '../layout.js';
import {useBodySize} from '../screen-size.js';
import {useTheme} from '../theme.js';
import {rowOf, whereRows} from '../wizard/where-step.js';
import type {WizardState} from '../wizard/wizard-state.js';

const serversText: Readonly<Record<WizardState['servers']['state'], string>> = {
  there: 'The servers are there.',
  built: 'The servers are there.',
  missing: 'First start builds the servers: about 8 min, 2 GB of disk.',
  building: 'The servers are being built.',
  failed: 'The servers could not be built.',
};

const itemOf = (state: WizardState, row: string, columns: number): ChoiceItem => {
  if (row === 'rehearsal') {
    const about = `A real Kubernetes API, Helm and Kustomize, simulated nodes. Touches nothing else. ${serversText[state.servers.state]}`;
    return {key: row, label: 'Rehearse on this machine', about: wrap(about, columns - 8)};
  }
  if (row === 'file') {
    return {key: row, label: 'Write a profile only'};
  }
  const context = state.contexts.contexts.find(({name}) => rowOf({kind: 'cluster', context: name}) === row);
  const look = state.looks[context?.name ?? ''];
  const known =
    look === undefined
      ? `as ${context?.user ?? ''}`
      : look.state === 'looking'
        ? 'looking …'
        : look.state === 'failed'
          ? `${look.message} ${look.remedy}`
          : `${look.facts.installed ? 'Genestack is there · ' : ''}Kubernetes ${look.facts.version} · ${look.facts.nodes.length} nodes · as ${context?.user ?? ''}`;
  return {
    key: row,
    label: `${look?.state === 'known' && look.facts.installed ? 'Go on with' : 'Install on'} the cluster of context "${context?.name ?? ''}"`,
    about: wrap(`${context?.server ?? ''} · ${known}`, columns - 8),
  };
};

export const WhereScreen = ({state}: {readonly state: WizardState}) => {
  const theme = useTheme();
  const {columns, rows} = useBodySize();
  const all = whereRows(state);
  const {draft, contexts} = state;
  return (
    <WizardFrame state={state} without={draft === null ? ['draft'] : []}>
      <Text {...theme.style('title')}> Where shall Genestack go?</Text>
      <Box marginTop={1}>
        <Choice
          items={all.map(row => itemOf(state, row, columns))}
          index={all.indexOf(rowOf(state.destination))}
          columns={columns}
          most={Math.max(2, Math.floor((rows - 6) / 2))}
        />
      </Box>
      {contexts.problem === null ? null : (
        <Text wrap="truncate" {...theme.style('attention')}>
          {'\n '}
          {contexts.problem}
        </Text>
      )}
      {draft === null ? null : (
        <Text wrap="truncate">
          {'\n '}A draft of {draft.savedAt.slice(0, 16).replace('T', ' ')} is here, stopped at {draft.step}.
          d: go on with it
        </Text>
      )}
    </WizardFrame>
  );
};
