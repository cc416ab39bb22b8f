import {Command, CommanderError, type Option} from 'commander';
import {packageVersion} from './assets.js';
import {options} from './cli-options.js';
import {type Output, printError, type Streams} from './commands/streams.js';
import {type ExitCode, exitCodes} from './errors.js';
import {didYouMean} from './profile/did-you-mean.js';

/** Loaded when it is called: `--help` and `plan` need not wait for the Kubernetes client. */
type Verb<Options> = () => Promise<(options: Options, streams: Streams) => Promise<ExitCode>>;

const unknownVerb = (name: string, verbs: readonly Command[]): string => {
  const near = didYouMean(
    name,
    verbs.map(verb => verb.name()),
  );
  return `error: unknown command '${name}'${near === undefined ? '' : `\n(Did you mean ${near}?)`}`;
};

/**
 * The program: argv without node and script in, exit code out; nothing is thrown.
 * Every verb is one function of commands/; this is the only place that knows their options.
 */
export const main = async (argv: readonly string[], streams: Streams = process): Promise<ExitCode> => {
  let exitCode: ExitCode = exitCodes.done;
  const program = new Command('genestack')
    .description('Plans, rehearses and installs Genestack: OpenStack on Kubernetes, with Helm and Kustomize.')
    .usage('[options] [command]')
    // So that --pace before a verb is the start's and behind it the verb's.
    .enablePositionalOptions()
    .addHelpText(
      'after',
      '\nWithout a command: asks on a terminal, and elsewhere rehearses flex.\nExit codes: 0 done, 1 a component failed, 2 usage or profile, 3 a precondition is unmet,\n            4 another driver holds the cluster, 130 interrupted.',
    );

  const verb = (
    parent: Command,
    name: string,
    about: string,
    taken: readonly Option[],
    run: Verb<never>,
    argument?: string,
  ) => {
    const isMany = argument?.endsWith('...>') ?? false;
    const command = parent.command(name).description(about);
    if (argument !== undefined) {
      command.argument(argument);
    }
    for (const option of taken) {
      command.addOption(option);
    }
    command.action(async () => {
      const given = {
        ...command.optsWithGlobals(),
        ...(isMany ? {targets: command.args} : argument !== undefined && {target: command.args[0]}),
      };
      const output = ((given as {output?: Output}).output ?? 'lines') satisfies Output;
      try {
        exitCode = await (await run())(given as never, streams);
      } catch (error) {
        exitCode = printError(streams, output, error);
      }
    });
  };

  const {profile, kubeconfig, context, charts, yes, output, form, nodes, pace, keep, name, ascii, detailed} =
    options;
  verb(
    program,
    'rehearse',
    'installs a profile on a throw-away control plane with simulated nodes',
    [profile, charts, nodes, pace, name, keep, options.onFailure, options.inject, form, ascii],
    async () => (await import('./commands/rehearse.js')).rehearse,
  );
  verb(
    program,
    'install',
    'installs a profile on a cluster',
    [
      options.planned,
      options.plan,
      kubeconfig,
      context,
      charts,
      options.correct,
      yes,
      options.onFailure,
      form,
      ascii,
    ],
    async () => (await import('./commands/install.js')).install,
  );
  verb(
    program,
    'attach',
    'goes to a run that is going on, from any terminal of this machine; the newest where none is named',
    [form, ascii],
    async () => (await import('./commands/attach.js')).attach,
    '[run]',
  );
  program
    .command('engine', {hidden: true})
    .argument('<run>')
    .action(async () => {
      try {
        exitCode = await (await import('./commands/engine.js')).engine();
      } catch (error) {
        exitCode = printError(streams, 'lines', error);
      }
    });
  verb(
    program,
    'plan',
    'prints what would be installed, in which order, and what differs from a cluster that is named',
    [options.planned, kubeconfig, context, charts, options.save, detailed, output],
    async () => (await import('./commands/plan.js')).plan,
  );

  const ofCluster = options.ofCluster;
  verb(
    program,
    'add',
    'installs components beside those that are there, with what they need; the rest is left alone',
    [ofCluster, kubeconfig, context, charts, yes, form, ascii],
    async () => (await import('./commands/add.js')).add,
    '<component...>',
  );
  verb(
    program,
    'remove',
    'takes components away, and what only they needed; their data stays unless it is named',
    [ofCluster, kubeconfig, context, options.purge, yes, form, ascii],
    async () => (await import('./commands/remove.js')).remove,
    '<component...>',
  );
  verb(
    program,
    'teardown',
    'takes everything away that was installed; data stays unless it is named',
    [ofCluster, kubeconfig, context, options.purge, yes, form, ascii],
    async () => (await import('./commands/remove.js')).teardown,
  );

  verb(
    program,
    'monitor',
    'looks at a cluster and what is wrong with it; never writes',
    [kubeconfig, context, options.once, form, ascii],
    async () => {
      (await import('./commands/small-heap.js')).keepHeapSmall();
      return (await import('./commands/monitor.js')).monitor;
    },
  );

  verb(
    program,
    'why',
    'asks a cluster why a component is as it is, down to the root; never writes',
    [kubeconfig, context, output],
    async () => (await import('./commands/why.js')).why,
    '<component>',
  );
  verb(
    program,
    'explain',
    'prints what a cause means and what to do about it, without a cluster; all causes where none is named',
    [output],
    async () => (await import('./commands/explain.js')).explain,
    '[code]',
  );

  verb(
    program,
    'values',
    "prints the values that a component's chart gets, and which file said each",
    [profile, output],
    async () => (await import('./commands/values.js')).values,
    '<component>',
  );
  verb(
    program,
    'render',
    'prints the manifests of a component as the API gets them, secrets masked',
    [profile, kubeconfig, context, charts, output],
    async () => (await import('./commands/render.js')).render,
    '<component>',
  );
  verb(
    program,
    'clouds',
    "writes a clouds.yaml with the administrator's password, readable by you alone",
    [options.planned, kubeconfig, context],
    async () => (await import('./commands/clouds.js')).clouds,
    '<file>',
  );

  verb(
    program,
    'runs',
    'lists the runs of this user on this machine, the newest first',
    [output],
    async () => (await import('./commands/runs.js')).runs,
  );
  verb(
    program,
    'replay',
    'plays a run back through the same screens, or prints it; the newest where none is named',
    [options.speed, form, ascii],
    async () => (await import('./commands/replay.js')).replay,
    '[run]',
  );
  verb(
    program,
    'logs',
    'prints what helm said of a component in a run, and how the component fared',
    [options.run],
    async () => (await import('./commands/logs.js')).logs,
    '<component>',
  );

  const rehearsal = program.command('rehearsal').description('the throw-away control plane itself');
  verb(
    rehearsal,
    'up',
    'starts one, or finds it running',
    [profile, charts, nodes, pace, name, output],
    async () => (await import('./commands/rehearsal.js')).rehearsalUp,
  );
  verb(
    rehearsal,
    'status',
    'tells what runs',
    [name, output],
    async () => (await import('./commands/rehearsal.js')).rehearsalStatus,
  );
  verb(
    rehearsal,
    'down',
    'ends it and removes every file of it',
    [name, output],
    async () => (await import('./commands/rehearsal.js')).rehearsalDown,
  );

  const profiles = program.command('profile').description('the file that holds the choices');
  verb(
    profiles,
    'check',
    'says what is wrong with one, line by line',
    [output],
    async () => (await import('./commands/profile.js')).profileCheck,
    '<name|file>',
  );
  verb(
    profiles,
    'show',
    'prints one with every default filled in',
    [output],
    async () => (await import('./commands/profile.js')).profileShow,
    '<name|file>',
  );

  verb(
    profiles,
    'new',
    'asks for the choices on screens and writes the file',
    [ascii],
    async () => (await import('./commands/profile.js')).profileNew,
    '[file]',
  );

  program
    .addOption(ascii)
    .addOption(charts)
    .addOption(options.startNodes)
    .addOption(options.startPace)
    .addOption(options.startName)
    .allowExcessArguments()
    .action(async () => {
      const [unknown] = program.args;
      if (unknown !== undefined) {
        program.error(unknownVerb(unknown, program.commands));
      }
      try {
        exitCode = await (await import('./commands/start.js')).start(program.opts(), streams);
      } catch (error) {
        exitCode = printError(streams, 'lines', error);
      }
    });

  const every = [program, ...program.commands, ...program.commands.flatMap(command => command.commands)];
  for (const command of every) {
    command
      .version(packageVersion(), '-V, --version')
      .exitOverride()
      .configureOutput({
        writeOut: text => streams.stdout.write(text),
        writeErr: text => streams.stderr.write(text),
      });
  }

  try {
    await program.parseAsync(argv, {from: 'user'});
  } catch (error) {
    return error instanceof CommanderError
      ? error.exitCode === 0
        ? exitCodes.done
        : exitCodes.usage
      : printError(streams, 'lines', error);
  }
  return exitCode;
};
