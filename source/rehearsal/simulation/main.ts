import {parseArgs} from 'node:util';
import {readCatalogue} from '../../catalogue/read.js';
import {connect} from '../../cluster/client.js';
import {loadKubeConfig} from '../../cluster/kube-config.js';
import {GenestackError, messageOf} from '../../errors.js';
import {readSituations} from '../situations/read.js';
import {readySentence} from './ready-sentence.js';
import {simulate} from './simulate.js';

const say = (sentence: string): void => {
  process.stdout.write(`${new Date().toISOString()} ${sentence.replace(/\s*\n\s*/g, ' ')}\n`);
};

/** The process that plays kubelets, provisioners and operators of a rehearsal, until SIGTERM or SIGINT. */
const main = async (): Promise<void> => {
  const {values} = parseArgs({
    options: {
      kubeconfig: {type: 'string'},
      pace: {type: 'string', default: '0.1'},
      seed: {type: 'string', default: '1'},
      components: {type: 'string'},
      overrides: {type: 'string'},
    },
  });
  const catalogue = readCatalogue(values.components, values.overrides);
  const client = connect(loadKubeConfig(values.kubeconfig));
  const simulation = simulate({
    client,
    catalogue,
    situations: readSituations(),
    pace: positive('--pace', values.pace),
    seed: positive('--seed', values.seed),
    say,
  });

  const end = Promise.withResolvers<void>();
  process.once('SIGTERM', end.resolve);
  process.once('SIGINT', end.resolve);
  void simulation.ready.then(
    () => say(readySentence),
    () => {},
  );
  await end.promise;
  simulation.stop();
  await client.close();
  say('The simulation was asked to end.');
};

const positive = (option: string, text: string): number => {
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0) {
    throw new GenestackError(
      'GS-SIM-02',
      `${option} ${text} is not a number from 0 up.`,
      `Give ${option} a number.`,
      2,
    );
  }
  return value;
};

try {
  await main();
  process.exit(0);
} catch (error) {
  say(`The simulation cannot run: ${messageOf(error)}`);
  process.exit(error instanceof GenestackError ? error.exitCode : 1);
}
