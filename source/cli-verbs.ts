import {setFlagsFromString} from 'node:v8';
import type {Option} from 'commander';
import {options} from './cli-options.js';
import type {Streams} from './commands/streams.js';
import type {ExitCode} from './errors.js';

/** One verb of the command line: what is said of it, what may stand behind it, and what does it. */
export interface Verb {
  readonly name: string;
  readonly about: string;
  /** `<one>` has to be there, `[one]` may be left out, `<more...>` may be many; given as `target`, many as `targets`. */
  readonly argument?: string;
  readonly options: readonly Option[];
  /** Loaded when it is called: `--help` and `plan` need not wait for the Kubernetes client. */
  readonly load: () => Promise<(options: never, streams: Streams) => Promise<ExitCode>>;
  /** No help names it: the program itself calls it. */
  readonly isHidden?: boolean;
}

/** A word before further verbs. */
export interface VerbGroup {
  readonly name: string;
  readonly about: string;
  readonly verbs: readonly Verb[];
}

const {
  profile,
  planned,
  ofCluster,
  kubeconfig,
  context,
  charts,
  yes,
  output,
  form,
  nodes,
  pace,
  keep,
  name,
  ascii,
} = options;

/** In the order of the help. */
export const verbs: readonly Verb[] = [
  {
    name: 'rehearse',
    about: 'installs a profile on a throw-away control plane with simulated nodes',
    options: [profile, charts, nodes, pace, name, keep, options.onFailure, options.inject, form, ascii],
    load: async () => (await import('./commands/rehearse.js')).rehearse,
  },
  {
    name: 'install',
    about: 'installs a profile on a cluster',
    options: [
      planned,
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
    load: async () => (await import('./commands/install.js')).install,
  },
  {
    name: 'attach',
    about:
      'goes to a run that is going on, from any terminal of this machine; the newest where none is named',
    argument: '[run]',
    options: [form, ascii],
    load: async () => (await import('./commands/attach.js')).attach,
  },
  {
    name: 'engine',
    about: '',
    argument: '<run>',
    options: [],
    load: async () => (await import('./commands/engine.js')).engine,
    isHidden: true,
  },
  {
    name: 'plan',
    about: 'prints what would be installed, in which order, and what differs from a cluster that is named',
    options: [planned, kubeconfig, context, charts, options.save, options.detailed, output],
    load: async () => (await import('./commands/plan.js')).plan,
  },
  {
    name: 'add',
    about: 'installs components beside those that are there, with what they need; the rest is left alone',
    argument: '<component...>',
    options: [ofCluster, kubeconfig, context, charts, options.onFailure, yes, form, ascii],
    load: async () => (await import('./commands/add.js')).add,
  },
  {
    name: 'remove',
    about: 'takes components away, and what only they needed; their data stays unless it is named',
    argument: '<component...>',
    options: [ofCluster, kubeconfig, context, options.purge, options.onFailure, yes, form, ascii],
    load: async () => (await import('./commands/remove.js')).remove,
  },
  {
    name: 'teardown',
    about: 'takes everything away that was installed; data stays unless it is named',
    options: [ofCluster, kubeconfig, context, options.purge, options.onFailure, yes, form, ascii],
    load: async () => (await import('./commands/remove.js')).teardown,
  },
  {
    name: 'monitor',
    about: 'looks at a cluster and what is wrong with it; never writes',
    options: [kubeconfig, context, options.once, form, ascii],
    load: async () => {
      // Runs for months beside a cluster: memory is given back and asked for as little as V8 knows how, at a speed that is enough here.
      setFlagsFromString('--optimize-for-size');
      return (await import('./commands/monitor.js')).monitor;
    },
  },
  {
    name: 'why',
    about: 'asks a cluster why a component is as it is, down to the root; never writes',
    argument: '<component>',
    options: [kubeconfig, context, output],
    load: async () => (await import('./commands/why.js')).why,
  },
  {
    name: 'explain',
    about:
      'prints what a cause means and what to do about it, without a cluster; all causes where none is named',
    argument: '[code]',
    options: [output],
    load: async () => (await import('./commands/explain.js')).explain,
  },
  {
    name: 'values',
    about: "prints the values that a component's chart gets, and which file said each",
    argument: '<component>',
    options: [profile, kubeconfig, context, output],
    load: async () => (await import('./commands/values.js')).values,
  },
  {
    name: 'render',
    about: 'prints the manifests of a component as the API gets them, secrets masked',
    argument: '<component>',
    options: [profile, kubeconfig, context, charts, output],
    load: async () => (await import('./commands/render.js')).render,
  },
  {
    name: 'clouds',
    about: "writes a clouds.yaml with the administrator's password, readable by you alone",
    argument: '<file>',
    options: [planned, kubeconfig, context],
    load: async () => (await import('./commands/clouds.js')).clouds,
  },
  {
    name: 'runs',
    about: 'lists the runs of this user on this machine, the newest first',
    options: [output],
    load: async () => (await import('./commands/runs.js')).runs,
  },
  {
    name: 'replay',
    about: 'plays a run back through the same screens, or prints it; the newest where none is named',
    argument: '[run]',
    options: [options.speed, form, ascii],
    load: async () => (await import('./commands/replay.js')).replay,
  },
  {
    name: 'logs',
    about: 'prints what helm said of a component in a run, and how the component fared',
    argument: '<component>',
    options: [options.run],
    load: async () => (await import('./commands/logs.js')).logs,
  },
];

/** Stand behind the verbs. */
export const verbGroups: readonly VerbGroup[] = [
  {
    name: 'rehearsal',
    about: 'the throw-away control plane itself',
    verbs: [
      {
        name: 'up',
        about: 'starts one, or finds it running',
        options: [profile, charts, nodes, pace, name, output],
        load: async () => (await import('./commands/rehearsal.js')).rehearsalUp,
      },
      {
        name: 'status',
        about: 'tells what runs',
        options: [name, output],
        load: async () => (await import('./commands/rehearsal.js')).rehearsalStatus,
      },
      {
        name: 'down',
        about: 'ends it and removes every file of it',
        options: [name, output],
        load: async () => (await import('./commands/rehearsal.js')).rehearsalDown,
      },
    ],
  },
  {
    name: 'profile',
    about: 'the file that holds the choices',
    verbs: [
      {
        name: 'check',
        about: 'says what is wrong with one, line by line',
        argument: '<name|file>',
        options: [output],
        load: async () => (await import('./commands/profile.js')).profileCheck,
      },
      {
        name: 'show',
        about: 'prints one with every default filled in',
        argument: '<name|file>',
        options: [output],
        load: async () => (await import('./commands/profile.js')).profileShow,
      },
      {
        name: 'new',
        about: 'asks for the choices on screens and writes the file',
        argument: '[file]',
        options: [ascii],
        load: async () => (await import('./commands/profile.js')).profileNew,
      },
    ],
  },
];
