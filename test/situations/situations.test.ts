import {afterAll, beforeAll, expect, it} from 'vitest';
import {fill} from '../../source/catalogue/placeholders.js';
import {type LiveObservation, observe} from '../../source/cluster/observe.js';
import {createObserver, type Observer} from '../../source/cluster/observer.js';
import {componentsOf as componentsBehind, problemsOf} from '../../source/cluster/problems.js';
import {inquire} from '../../source/delivery/inquire.js';
import {howWatched} from '../../source/monitor/kinds.js';
import {readSituations} from '../../source/rehearsal/situations/read.js';
import type {Situation} from '../../source/rehearsal/situations/schema.js';
import {type BareRehearsal, bareRehearsal} from '../helpers/bare-rehearsal.js';
import {componentName, componentsOf, definitionsFor, namespaceOf, stage} from './stage.js';

/** So that what is patient for a minute has been. */
const later = 3_600_000;
const now = (): number => Date.now() + later;
const patienceMilliseconds = 90_000;

/** The monitor leaves out what went as it should, and so does not hear that a driver has begun. */
const unheard = 'volume-being-made';

const situations = readSituations();
let rehearsal: BareRehearsal;
/** As an install looks at it, and as the monitor does, which keeps little of each object. */
let observers: readonly Observer[] = [];
let looks: readonly LiveObservation[] = [];

beforeAll(async () => {
  rehearsal = await bareRehearsal();
  const {client} = rehearsal;
  await Promise.all(definitionsFor(situations.values()).map(definition => client.create(definition)));
  const components = [...situations].flatMap(([name, situation]) => componentsOf(name, situation));
  observers = [
    createObserver(client),
    // Kinds come while it looks; else it would ask for them again after five minutes.
    createObserver(client, kind => howWatched(kind).map(how => ({...how, unknownMilliseconds: 1000}))),
  ];
  looks = observers.map(observer => observe(observer, components, {now}));
  const waiting = [...situations];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      await stage(client, ...next, Date.now());
  };
  await Promise.all(Array.from({length: 8}, work));
}, 900_000);

afterAll(async () => {
  for (const live of looks) live.close();
  for (const observer of observers) observer.close();
  await rehearsal?.stop();
}, 120_000);

interface Answer {
  readonly code: string;
  readonly text: string;
  readonly root: string;
  readonly waiting: readonly string[];
}

const answerOf = (live: LiveObservation, name: string, situation: Situation): Answer => {
  const component = componentName(name, situation);
  const troubles = live.troubles();
  const trouble = troubles.find(({kind, component: of}) => kind === situation.kind && of === component);
  const inquiry = inquire(live, undefined, {component}, now());
  const {code, text} =
    situation.kind === undefined
      ? {code: inquiry.code, text: `${inquiry.sentence} ${inquiry.chain.join(' ')}`}
      : {
          code: trouble?.cause.code ?? '',
          text: `${trouble?.kind} ${trouble?.name} ${trouble?.cause.text}`,
        };
  const problem = problemsOf(live.observation(), troubles).find(
    ({code: of, rows}) => of === code && rows.some(row => row.component === component),
  );
  return {
    code,
    text,
    root: problem?.root ?? '',
    waiting: problem === undefined ? [] : componentsBehind(problem).filter(of => of !== component),
  };
};

/** Everything in which an answer is not what was written down before. */
const faultsOf = (live: LiveObservation, name: string, situation: Situation): string[] => {
  const answer = answerOf(live, name, situation);
  const filled = (text: string): string =>
    String(fill(text, {situation: name, namespace: namespaceOf(name)}));
  const words = situation.words
    .map(filled)
    .filter(word => !answer.text.toLowerCase().includes(word.toLowerCase()));
  const waiting = situation.waiting.filter(
    of => !answer.waiting.includes(componentName(name, situation, of)),
  );
  return [
    ...(answer.code === situation.code ? [] : [`${answer.code || 'nothing'} instead of ${situation.code}`]),
    ...(words.length === 0 ? [] : [`does not say ${words.join(', ')}`]),
    ...(situation.root === undefined || answer.root === filled(situation.root)
      ? []
      : [`root ${answer.root} instead of ${filled(situation.root)}`]),
    ...(waiting.length === 0 ? [] : [`${waiting.join(', ')} not behind it`]),
  ].map(fault => `${name}: ${fault} (${answer.text})`);
};

it('names the cause of every situation, its root, and what waits behind it', {
  timeout: patienceMilliseconds + 60_000,
}, async () => {
  const end = Date.now() + patienceMilliseconds;
  let faults: string[];
  do {
    await new Promise(resolve => setTimeout(resolve, 500));
    faults = looks.flatMap((live, at) =>
      [...situations]
        .filter(([name]) => at === 0 || name !== unheard)
        .flatMap(([name, situation]) =>
          faultsOf(live, name, situation).map(fault => (at === 0 ? fault : `in the monitor ${fault}`)),
        ),
    );
  } while (faults.length > 0 && Date.now() < end);
  expect(faults).toEqual([]);

  const [live] = looks as [LiveObservation];
  const rows = [...situations].map(([name, situation]) => {
    const {about, origin, code} = situation;
    const {code: answered, root} = answerOf(live, name, situation);
    const shown = root.replaceAll(namespaceOf(name), 'NAMESPACE').replaceAll(name, 'NAME');
    const link = origin.startsWith('https:')
      ? `[${origin.replace('https://github.com/', '')}](${origin})`
      : origin;
    return `| ${name} | ${about} | ${link} | ${code} | ${answered} | ${shown} |`;
  });
  const elsewhere = [...situations.values()].filter(({origin}) => origin !== 'own').length;
  await expect(
    [
      '# Situations',
      '',
      'Failing situations that the suite makes in a real API server, with what was written down of them before the',
      `causes were, and what is answered. ${situations.size} of them, ${elsewhere} seen in public threads or made as real charts are.`,
      `Asked with all that an install sees, and with what the monitor keeps, the answers are the same; but for ${unheard}.`,
      'Nodes are simulated: what a kubelet or an operator would say is written into the API in its words.',
      'This file is written by `npm run test:situations`.',
      '',
      '| situation | what it is | origin | expected | answered | root |',
      '|---|---|---|---|---|---|',
      ...rows,
      '',
    ].join('\n'),
  ).toMatchFileSnapshot('../../docs/situations.md');
});
