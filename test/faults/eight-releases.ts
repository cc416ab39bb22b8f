import {mkdirSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {stringify} from 'yaml';
import {packChart} from '../cluster/broken-charts.js';

type Kind = 'Deployment' | 'StatefulSet' | 'DaemonSet';

interface PlannedRelease {
  readonly kind: Kind;
  readonly hooks?: readonly ('pre' | 'post')[];
  readonly needs?: readonly {
    readonly component: string;
    readonly kind: 'ready' | 'accepts' | 'overlaps' | 'uses';
  }[];
  /** Whether Kustomize goes over what Helm renders. */
  readonly isPatched?: boolean;
}

const ready = (component: string) => ({component, kind: 'ready'}) as const;

/** What every check installs: hooks before and after, a chain of needs, one that overlaps, a patch, and a delivery without Helm. */
export const releases: Readonly<Record<string, PlannedRelease>> = {
  store: {kind: 'StatefulSet', hooks: ['post']},
  queue: {kind: 'StatefulSet'},
  identity: {kind: 'Deployment', hooks: ['pre', 'post'], needs: [ready('store'), ready('queue')]},
  images: {kind: 'Deployment', hooks: ['post'], needs: [ready('identity')]},
  placing: {kind: 'Deployment', hooks: ['pre'], needs: [ready('identity')], isPatched: true},
  machines: {kind: 'DaemonSet', needs: [ready('placing')]},
  wires: {kind: 'DaemonSet', needs: [ready('identity'), {component: 'machines', kind: 'overlaps'}]},
  panel: {kind: 'Deployment', needs: [{component: 'identity', kind: 'uses'}]},
};
export const releaseNames = Object.keys(releases);

/** The delivery by Kustomize beside them. */
export const kustomized = 'notes';

const chartVersion = '1.0.0';

const component = (name: string, namespace: string, {hooks = [], needs = []}: PlannedRelease) => ({
  row: name,
  group: 'OpenStack',
  editions: {flex: 'required', enterprise: 'optional'},
  stage: 'initial',
  summary: `Made for tests: ${name}.`,
  delivery: {kind: 'helm', repository: 'https://charts.example.org', chart: name, version: chartVersion},
  namespace,
  needs,
  hooks: hooks.map(when => ({
    name: `${name}-${when}`,
    events: [`${when}-install`, `${when}-upgrade`],
  })),
  secrets: [{name: `${name}-password`, keys: {password: {make: 'password'}}}],
  estimate: {apply: 2, ready: 4},
});

const pod = (name: string, restart?: string) => `
      metadata: {labels: {app: ${name}}}
      spec:${restart === undefined ? '' : `\n        restartPolicy: ${restart}`}
        containers: [{name: main, image: "example.org/${name}:{{ .Values.edition }}"}]`;

const hook = (name: string, when: string) => `
---
apiVersion: batch/v1
kind: Job
metadata:
  name: ${name}-${when}
  annotations: {helm.sh/hook: "${when}-install,${when}-upgrade"}
spec:
  template:${pod(`${name}-${when}`, 'Never')}`;

const template = (name: string, {kind, hooks = []}: PlannedRelease): string => `
apiVersion: apps/v1
kind: ${kind}
metadata: {name: ${name}}
spec:${kind === 'DaemonSet' ? '' : '\n  replicas: 2'}${kind === 'StatefulSet' ? `\n  serviceName: ${name}` : ''}
  selector: {matchLabels: {app: ${name}}}
  template:${pod(name)}
---
apiVersion: v1
kind: Service
metadata: {name: ${name}}
spec: {selector: {app: ${name}}, ports: [{port: 80}]}
---
apiVersion: v1
kind: Secret
metadata: {name: ${name}-etc}
stringData: {word: {{ .Values.word | quote }}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: ${name}-etc}
data: {edition: {{ .Values.edition | quote }}}
${hooks.map(when => hook(name, when)).join('')}
`;

const put = (file: string, content: object | string): void => {
  mkdirSync(dirname(file), {recursive: true});
  writeFileSync(file, typeof content === 'string' ? content : stringify(content));
};

const kustomization = {apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization'};
const patch = {apiVersion: 'kustomize.config.k8s.io/v1alpha1', kind: 'Component'};

/** Packs the eight charts into a folder. */
export const packCharts = (folder: string): void => {
  mkdirSync(folder, {recursive: true});
  for (const [name, planned] of Object.entries(releases)) {
    packChart(folder, name, chartVersion, template(name, planned));
  }
};

/**
 * Writes a profile of the eight releases, all in one namespace, and the folder of overrides beside it.
 * @param edition goes into every chart's values: another one changes every release.
 * @returns the profile's path.
 */
export const writePlan = (
  folder: string,
  {namespace, edition}: {readonly namespace: string; readonly edition: string},
): string => {
  const overrides = join(folder, 'overrides');
  put(join(overrides, 'values.yaml'), {edition});
  for (const [name, planned] of Object.entries(releases)) {
    const at = join(overrides, 'components', name);
    put(join(at, 'component.yaml'), component(name, namespace, planned));
    put(join(at, 'values.yaml'), {word: `\${secret.${name}-password.password}`});
    if (planned.isPatched) {
      put(join(at, 'kustomize', 'patches', 'kustomization.yaml'), {
        ...patch,
        labels: [{pairs: {patched: 'here'}}],
      });
    }
  }
  const at = join(overrides, 'components', kustomized);
  put(join(at, 'component.yaml'), {
    ...component(kustomized, namespace, {kind: 'Deployment', needs: [ready('store')]}),
    delivery: {kind: 'kustomize', version: chartVersion},
  });
  put(join(at, 'kustomize', 'resources', 'kustomization.yaml'), {
    ...kustomization,
    resources: ['notes.yaml'],
  });
  put(
    join(at, 'kustomize', 'resources', 'notes.yaml'),
    `apiVersion: v1
kind: ConfigMap
metadata: {name: notes}
data: {edition: ${edition}}
---
apiVersion: v1
kind: Secret
metadata: {name: notes-etc}
stringData: {word: 'word = $\{secret.notes-password.password}'}
`,
  );
  const file = join(folder, 'profile.yaml');
  const nodes = {
    hyperconverged: true,
    ...Object.fromEntries(['controlPlane', 'compute', 'network', 'storage'].map(role => [role, {count: 2}])),
  };
  put(file, {
    ...{apiVersion: 'genestack.io/v1alpha1', kind: 'Profile', edition: 'flex', nodes},
    overrides: './overrides',
  });
  return file;
};
