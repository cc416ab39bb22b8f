import {parse} from 'yaml';
import type {KubernetesObject} from '../cluster/kubernetes-object.js';
import {helmFailure} from './helm-failure.js';
import {fromFolder, unfinishedHooks} from './helm-output.js';
import {createHelmRunner, type HelmSettings} from './helm-runner.js';
import {parseObjects} from './objects.js';
import type {Overlay} from './overlay.js';
import type {RunOptions} from './tool.js';
import {versionIn} from './version.js';

export interface HelmUpgrade {
  readonly name: string;
  readonly namespace: string;
  /** Path of a .tgz or a folder. */
  readonly chart: string;
  readonly values: object;
  /** Stamped on the release's Secret. */
  readonly labels: Readonly<Record<string, string>>;
  readonly overlay?: Overlay | undefined;
  /** Revisions kept; 5 where absent. */
  readonly historyMax?: number;
  /** For each hook, in Helm's notation; `720h` where absent. */
  readonly hookTimeout?: string;
  /** Leaves out what the chart has in crds/, which then is there already. */
  readonly skipDefinitions?: boolean;
}

export type HelmOptions = Pick<RunOptions, 'signal' | 'onLine' | 'onSpawn'>;

export interface HelmTemplate {
  readonly name: string;
  readonly namespace: string;
  readonly chart: string;
  readonly values?: object;
  readonly overlay?: Overlay | undefined;
  readonly kubeVersion?: string;
}

export interface ChartFacts {
  readonly name: string;
  readonly version: string;
  readonly appVersion?: string;
  readonly kubeVersion?: string;
}

export interface ChartPull {
  /** `https://…` of an index, or `oci://…` of the folder that holds the chart. */
  readonly repository: string;
  readonly chart: string;
  readonly version: string;
  /** Folder that gets the .tgz. */
  readonly destination: string;
}

export interface Helm {
  /** Installs or upgrades, hooks included; it does not wait for workloads. Throws a GenestackError GS-HELM-…, or the signal's reason. */
  upgrade(release: HelmUpgrade, options?: HelmOptions): Promise<void>;
  uninstall(
    /** The description is kept where the history is, and is among its arguments. */
    release: Pick<HelmUpgrade, 'name' | 'namespace'> & {readonly description?: string},
    options?: HelmOptions,
  ): Promise<void>;
  /** What an upgrade would send, hooks and crds/ left out: the cluster is asked, and nothing is written. */
  preview(release: Omit<HelmTemplate, 'kubeVersion'>, options?: HelmOptions): Promise<KubernetesObject[]>;
  /** Everything the chart renders, hooks and crds/ included, without a cluster. */
  template(release: HelmTemplate, options?: HelmOptions): Promise<KubernetesObject[]>;
  pull(chart: ChartPull, options?: HelmOptions): Promise<void>;
  /** What lies in crds/ of the chart and of those of its dependencies that its values switch on. */
  definitions(release: HelmTemplate): Promise<KubernetesObject[]>;
  /** What Chart.yaml says. */
  show(chart: string): Promise<ChartFacts>;
  /** Without a leading `v`. */
  version(): Promise<string>;
}

/** How long a failed upgrade waits for what the cluster says of its hooks. */
const statusMilliseconds = 30_000;

/** Of Helm itself, longer than anybody's patience: who waits for it knows whether something gets on, and Helm does not. */
const longestWait = '720h';

/** Helm 3. Values go in on stdin and are in no argument, variable or file. */
export const createHelm = (settings: HelmSettings): Helm => {
  const {context} = settings;
  const {run, must} = createHelmRunner(settings);
  const cluster = context === undefined ? [] : ['--kube-context', context];

  /** Everything that a chart renders, as YAML. */
  const rendered = (
    {name, namespace, chart, values = {}, overlay, kubeVersion}: HelmTemplate,
    options: HelmOptions = {},
  ): Promise<string> =>
    must(
      {deed: 'render', name, namespace, chart},
      [
        ...['template', name, chart, '--namespace', namespace, '--include-crds', '--values', '-'],
        ...(kubeVersion === undefined ? [] : ['--kube-version', kubeVersion]),
      ],
      {...options, input: JSON.stringify(values)},
      overlay,
    );

  return {
    async upgrade(release, {signal, onLine, onSpawn} = {}) {
      const {
        name,
        namespace,
        chart,
        values,
        labels,
        overlay,
        historyMax = 5,
        hookTimeout = longestWait,
        skipDefinitions,
      } = release;
      const stamp = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
      const {exitCode, stderr} = await run(
        [
          ...['upgrade', '--install', name, chart, '--namespace', namespace, ...cluster, '--values', '-'],
          ...['--hide-notes', '--history-max', String(historyMax), '--timeout', hookTimeout],
          ...(stamp.length > 0 ? ['--labels', stamp.join(',')] : []),
          ...(skipDefinitions ? ['--skip-crds'] : []),
        ],
        {input: JSON.stringify(values), signal, onLine, onSpawn},
        overlay,
      );
      if (exitCode === 0) return;
      // Only to name a hook, so a cluster that does not answer shall not hold it up.
      const limit = AbortSignal.timeout(statusMilliseconds);
      const status = await run(['status', name, '--namespace', namespace, ...cluster, '--output', 'json'], {
        signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
      }).then(
        ({stdout}) => stdout,
        () => '',
      );
      signal?.throwIfAborted();
      throw helmFailure({deed: 'install', name, namespace, chart}, stderr, unfinishedHooks(status));
    },
    async uninstall({name, namespace, description}, options = {}) {
      await must(
        {deed: 'uninstall', name, namespace},
        [
          ...['uninstall', name, '--namespace', namespace, ...cluster],
          ...['--ignore-not-found', '--timeout', longestWait],
          ...(description === undefined ? [] : ['--description', description]),
        ],
        options,
      );
    },
    async preview({name, namespace, chart, values = {}, overlay}, options = {}) {
      const text = await must(
        {deed: 'render', name, namespace, chart},
        [
          ...['upgrade', '--install', name, chart, '--namespace', namespace, ...cluster, '--values', '-'],
          ...['--dry-run=server', '--hide-notes', '--output', 'json'],
        ],
        {...options, input: JSON.stringify(values)},
        overlay,
      );
      return parseObjects((JSON.parse(text) as {manifest: string}).manifest);
    },
    template: async (release, options = {}) => parseObjects(await rendered(release, options)),
    async pull({repository, chart, version, destination}, options = {}) {
      const source = repository.startsWith('oci://')
        ? [`${repository.replace(/\/$/, '')}/${chart}`]
        : [chart, '--repo', repository];
      await must(
        {deed: 'pull', name: chart, chart: `${chart} ${version} from ${repository}`},
        ['pull', ...source, '--version', version, '--destination', destination],
        options,
      );
    },
    async definitions(release) {
      const {chart} = release;
      // Quick, and empty for most charts; the files are printed without a mark between them.
      const all = await must({deed: 'read', name: chart, chart}, ['show', 'crds', chart]);
      return all.trim() === '' ? [] : parseObjects(fromFolder('crds', await rendered(release)));
    },
    async show(chart) {
      return parse(await must({deed: 'read', name: chart, chart}, ['show', 'chart', chart])) as ChartFacts;
    },
    version: async () =>
      versionIn(await run(['version', '--template', '{{.Version}}']), 'Helm', 'GS-HELM-02', [3]),
  };
};
