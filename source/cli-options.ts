import {InvalidArgumentError, Option} from 'commander';

const positive = (text: string): number => {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) {
    throw new InvalidArgumentError('It must be a number above 0.');
  }
  return value;
};

const count = (text: string): number => {
  const value = positive(text);
  if (!Number.isInteger(value)) {
    throw new InvalidArgumentError('It must be a whole number above 0.');
  }
  return value;
};

/** What can be said behind a verb, each once however many verbs take it. */
export const options = {
  profile: new Option('--profile <name|file>', 'a shipped profile, or with / or .yaml a file').default(
    'flex',
  ),
  planned: new Option(
    '--profile <name|file>',
    'a shipped profile, or with / or .yaml a file; else what the cluster was installed from, else flex',
  ),
  kubeconfig: new Option('--kubeconfig <file>', 'the cluster; else KUBECONFIG, else ~/.kube/config'),
  context: new Option('--context <name>', 'a context of the kubeconfig'),
  charts: new Option('--charts <dir>', 'install the .tgz charts of this folder'),
  yes: new Option('--yes', 'do not ask before the first change'),
  output: new Option('--output <form>', 'what stdout carries').choices(['lines', 'json']).default('lines'),
  form: new Option(
    '--output <form>',
    'what stdout carries; else screens on a terminal, lines elsewhere',
  ).choices(['lines', 'json']),
  nodes: new Option('--nodes <n>', 'simulated nodes; else what the profile says').argParser(count),
  pace: new Option('--pace <x>', 'simulated time: 1 like life').argParser(positive).default(0.1),
  keep: new Option('--keep', 'leave the rehearsal up'),
  inject: new Option(
    '--inject <cause[:component]>',
    'make it fail so, for practice: a code of "genestack explain", or a situation of docs/situations.md; again for more',
  ).argParser((text: string, before: readonly string[] = []) => [...before, text]),
  name: new Option('--name <name>', 'name of the rehearsal').default('default'),
  ascii: new Option('--ascii', 'screens in ASCII, whatever the locale says'),
  /** Of the start without a verb, where a rehearsal is only one of the answers. */
  startNodes: new Option('--nodes <n>', 'of a rehearsal: simulated nodes').argParser(count),
  startPace: new Option('--pace <x>', 'of a rehearsal: simulated time, 1 like life').argParser(positive),
  startName: new Option('--name <name>', 'of a rehearsal: its name'),
  onFailure: new Option(
    '--on-failure <what>',
    'after a component failed: go on with what does not need it, or begin nothing new',
  )
    .choices(['continue', 'stop'])
    .default('continue'),
  speed: new Option('--speed <x>', 'of screens: how many times as fast as it was')
    .argParser(positive)
    .default(10),
  run: new Option('--run <run>', 'which; the newest where none is named'),
  once: new Option('--once', 'print and exit: 0 where all is well, else 1'),
  save: new Option('--save <file>', 'a new file that gets the plan, for install --plan'),
  plan: new Option('--plan <file>', 'apply this saved plan, or refuse where the world has moved'),
  ofCluster: new Option(
    '--profile <name|file>',
    'a profile; else what the cluster was installed from, and without a record it has to be named',
  ),
  purge: new Option('--purge', 'its data goes too: claims, secrets, databases, definitions, namespaces'),
  correct: new Option('--correct', 'set right what other hands changed of what is delivered'),
  detailed: new Option('--detailed-exitcode', 'exit 10 where there is something to do'),
};
