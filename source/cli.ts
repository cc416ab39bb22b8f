import {Command, CommanderError} from 'commander';
import {packageVersion} from './assets.js';
import {options} from './cli-options.js';
import {type Verb, verbGroups, verbs} from './cli-verbs.js';
import {type Output, printError, type Streams} from './commands/streams.js';
import {type ExitCode, exitCodes} from './errors.js';
import {didYouMean} from './profile/did-you-mean.js';

const unknownVerb = (name: string, known: readonly Command[]): string => {
  const near = didYouMean(
    name,
    known.map(command => command.name()),
  );
  return `error: unknown command '${name}'${near === undefined ? '' : `\n(Did you mean ${near}?)`}`;
};

/** @param end hears the exit code when the verb has ended. */
const addVerb = (
  parent: Command,
  {name, about, argument, options: taken, load, isHidden = false}: Verb,
  streams: Streams,
  end: (exitCode: ExitCode) => void,
): void => {
  const isMany = argument?.endsWith('...>') ?? false;
  const command = parent.command(name, {hidden: isHidden}).description(about);
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
      const run = await load();
      end(await run(given as never, streams));
    } catch (error) {
      end(printError(streams, output, error));
    }
  });
};

/** The program: argv without node and script in, exit code out; nothing is thrown. */
export const main = async (argv: readonly string[], streams: Streams = process): Promise<ExitCode> => {
  let exitCode: ExitCode = exitCodes.done;
  const end = (ended: ExitCode): void => {
    exitCode = ended;
  };
  const program = new Command('genestack')
    .description('Plans, rehearses and installs Genestack: OpenStack on Kubernetes, with Helm and Kustomize.')
    .usage('[options] [command]')
    // So that --pace before a verb is the start's and behind it the verb's.
    .enablePositionalOptions()
    .addHelpText(
      'after',
      '\nWithout a command: asks on a terminal, and elsewhere rehearses flex.\nExit codes: 0 done, 1 a component failed, 2 usage or profile, 3 a precondition is unmet,\n            4 another driver holds the cluster, 130 interrupted.',
    );

  for (const verb of verbs) {
    addVerb(program, verb, streams, end);
  }
  for (const {name, about, verbs: inner} of verbGroups) {
    const group = program.command(name).description(about);
    for (const verb of inner) {
      addVerb(group, verb, streams, end);
    }
  }

  program
    .addOption(options.ascii)
    .addOption(options.charts)
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
        end(await (await import('./commands/start.js')).start(program.opts(), streams));
      } catch (error) {
        end(printError(streams, 'lines', error));
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
