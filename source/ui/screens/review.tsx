import {Box, Text} from 'ink';
import {parseStepId} from '../../plan/plan.js';
import {wavesOf} from '../../plan/waves.js';
import {changeLines} from '../../report/change-lines.js';
import {Choice} from '../components/choice.js';
import {WizardFrame} from '../components/wizard-frame.js';
import {cut, wrap} from '../layout.js';
import {useBodySize} from '../screen-size.js';
import {useTheme} from '../theme.js';
import {changesOf} from '../wizard/home-step.js';
import {reviewedPlan, reviewProblems, reviewRows, reviewWarnings} from '../wizard/review-step.js';
import {focusedRow} from '../wizard/rows.js';
import {installedOf, type WizardState} from '../wizard/wizard-state.js';

const goLabel = ({destination, profileFile}: WizardState): string =>
  destination.kind === 'rehearsal'
    ? `Write ${profileFile} and rehearse it`
    : destination.kind === 'file'
      ? `Write ${profileFile}`
      : `Write ${profileFile} and install on the cluster of context "${destination.context}"`;

export const ReviewScreen = ({state}: {readonly state: WizardState}) => {
  const theme = useTheme();
  const {columns, rows: height} = useBodySize();
  const {saving, profile} = state;
  const plan = reviewedPlan(state);
  const enabled = typeof plan === 'string' ? [] : plan.components.filter(one => one.enabled);
  const path =
    typeof plan === 'string'
      ? []
      : [...new Set(plan.criticalPath.steps.map(id => parseStepId(id).component))];
  const facts: readonly (readonly [string, string])[] = [
    [
      'Networking',
      `${profile.network.plugin}, pods ${profile.network.podCIDR}, services ${profile.network.serviceCIDR}`,
    ],
    ['MetalLB', `${profile.network.loadBalancer.mode}, ${profile.network.loadBalancer.external.join(', ')}`],
    ['Storage', `class general by ${profile.storage.classes}, Cinder on ${profile.storage.block}`],
    ['Names', `${profile.name}, ${profile.region}, ${profile.domain}`],
    [
      'Components',
      `${enabled.length}, ${enabled.filter(({stage}) => stage === 'later').length} of them in the later stage`,
    ],
    ...(typeof plan === 'string'
      ? []
      : ([
          [
            'Estimate',
            `about ${Math.ceil(plan.criticalPath.seconds / 60)} min on real nodes, along ${path.join(', ')}`,
          ],
        ] as const)),
  ];
  const rows = reviewRows(state);
  const labels: Readonly<Record<string, string>> = {
    go: goLabel(state),
    stay: 'Not yet: esc goes back to the questions',
  };
  const trouble = [
    ...reviewProblems(state, plan).map(({message}) => message),
    ...(saving.state === 'failed' ? [`${saving.message} ${saving.remedy}`] : []),
  ];
  const waves = typeof plan === 'string' ? [] : wavesOf(plan);
  const isOverwrite = saving.state === 'overwrite';
  const allRoom = height - facts.length - rows.length - 6 - Math.min(4, trouble.length * 2);
  const warnings = isOverwrite ? [] : warningLines(reviewWarnings(state, plan), allRoom, columns);
  const room = allRoom - (warnings.length > 0 ? warnings.length + 1 : 0);
  return (
    <WizardFrame state={state}>
      <Text {...theme.style('title')}> What will be done</Text>
      {facts.map(([label, text]) => (
        <Text key={label} wrap="truncate">
          {' '}
          {label.padEnd(12)} {cut(text, columns - 16, theme)}
        </Text>
      ))}
      {trouble
        .flatMap(text => wrap(text, columns - 5))
        .slice(0, 4)
        .map(line => (
          <Text key={line} {...theme.style('failed')}>
            {' '}
            {theme.glyphs.cross} {line}
          </Text>
        ))}
      {isOverwrite ? (
        <Text
          {...theme.style('attention')}
        >{`\n ${state.profileFile} is there already. Write over it?`}</Text>
      ) : null}
      <Box marginTop={1}>
        <Choice
          items={
            isOverwrite
              ? [
                  {key: 'no', label: 'No, leave it as it is'},
                  {key: 'yes', label: 'Yes, write over it'},
                ]
              : rows.map(row => ({key: row, label: labels[row] ?? row}))
          }
          index={isOverwrite ? Number(saving.isSure) : rows.indexOf(focusedRow(state, rows))}
          columns={columns}
        />
      </Box>
      {warnings.length === 0 ? null : (
        <Text {...theme.style('attention')}>
          {'\n'}
          {warnings.map(line => ` ${line}`).join('\n')}
        </Text>
      )}
      {room < 1 || isOverwrite ? null : installedOf(state) === null ? (
        <Waves waves={waves} room={room} columns={columns} />
      ) : (
        <Consequences state={state} room={room} columns={columns} />
      )}
    </WizardFrame>
  );
};

/** Of the smallest window, where the line that there are some still fits in the place of what would be below. */
const noRoomAtAll = -2;

/** A blank line above, and one for what is below. */
const leftBelow = 2;

/** As many as leave some room for what is below, and how many there are more; "genestack profile check" prints them all. */
const warningLines = (warnings: readonly string[], room: number, columns: number): string[] => {
  const all = warnings.map(warning => wrap(warning, columns - 3));
  let shown = 0;
  for (let used = 0; shown < all.length; shown += 1) {
    used += all[shown]?.length ?? 0;
    const more = shown === all.length - 1 ? 0 : 1;
    if (used + more > room - leftBelow) {
      break;
    }
  }
  const left = all.length - shown;
  return [
    ...all.slice(0, shown).flat(),
    ...(left === 0 || room < noRoomAtAll
      ? []
      : [`${left}${shown === 0 ? '' : ' more'} to know before: "genestack profile check" prints them`]),
  ];
};

/** What taking the answers would touch of what is there. */
const Consequences = ({
  state,
  room,
  columns,
}: {
  readonly state: WizardState;
  readonly room: number;
  readonly columns: number;
}) => {
  const theme = useTheme();
  const changes = changesOf(state);
  const {comparison} = state;
  const lines =
    changes !== undefined
      ? changeLines(changes)
      : [comparison?.state === 'failed' ? `${comparison.message} ${comparison.remedy}` : 'looking …'];
  const shown =
    lines.length > room ? [...lines.slice(0, room - 1), `${lines.length - room + 1} lines more`] : lines;
  return (
    <>
      <Text {...theme.style('title')}>{'\n What it would change'}</Text>
      {shown.map(line => (
        <Text key={line} wrap="truncate" {...theme.style('faint')}>
          {' '}
          {cut(line, columns - 3, theme)}
        </Text>
      ))}
    </>
  );
};

interface WavesProps {
  readonly waves: readonly (readonly string[])[];
  readonly room: number;
  readonly columns: number;
}

/** What can begin beside each other, as far as there is room for it. */
const Waves = ({waves, room, columns}: WavesProps) => {
  const theme = useTheme();
  return (
    <>
      <Text {...theme.style('title')}>{`\n ${waves.length} waves, the first of them`}</Text>
      {waves.slice(0, room).map((names, index) => (
        <Text key={names[0]} wrap="truncate" {...theme.style('faint')}>
          {' '}
          {String(index + 1).padStart(2)} {cut(names.join(', '), columns - 6, theme)}
        </Text>
      ))}
    </>
  );
};
