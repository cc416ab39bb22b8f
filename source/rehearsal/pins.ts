import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {packagePath} from '../assets.js';

/** Everything a rehearsal runs that is not ours, by the name of its file. */
export const serverNames = [
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kwok',
  'helm',
  'kustomize',
] as const;
export type ServerName = (typeof serverNames)[number];

/** Path of each binary. */
export type Servers = Readonly<Record<ServerName, string>>;

const modules: Readonly<Record<ServerName, string>> = {
  etcd: 'go.etcd.io/etcd/server/v3',
  'kube-apiserver': 'k8s.io/kubernetes',
  'kube-controller-manager': 'k8s.io/kubernetes',
  'kube-scheduler': 'k8s.io/kubernetes',
  kwok: 'sigs.k8s.io/kwok',
  helm: 'helm.sh/helm/v3',
  kustomize: 'sigs.k8s.io/kustomize/kustomize/v5',
};

/** What is built, read from assets/rehearsal/go.mod, the only place that names versions. */
export interface Pins {
  /** The folder with go.mod and go.sum. */
  readonly folder: string;
  /** Go's oldest version that will do, `1.26.0`. */
  readonly go: string;
  /** Versions without the v. */
  readonly versions: Readonly<Record<ServerName, string>>;
  /** `-ldflags` of the build: a Kubernetes that does not know its version is refused by charts and by kubectl. */
  readonly linkerFlags: string;
  /** Changes with anything that changes the binaries. */
  readonly key: string;
}

export const readPins = (folder = packagePath('assets/rehearsal')): Pins => {
  const goMod = readFileSync(join(folder, 'go.mod'), 'utf8');
  const goSum = readFileSync(join(folder, 'go.sum'), 'utf8');
  const versions = Object.fromEntries(
    serverNames.map(name => [name, versionOf(goMod, modules[name])]),
  ) as Record<ServerName, string>;
  const linkerFlags = linkerFlagsFor(versions);
  const key = createHash('sha256')
    .update([goMod, goSum, linkerFlags, process.platform, process.arch].join('\0'))
    .digest('hex')
    .slice(0, 16);
  return {folder, go: /^go (\S+)$/m.exec(goMod)?.[1] ?? '1.26.0', versions, linkerFlags, key};
};

const versionOf = (goMod: string, module: string): string => {
  const escaped = module.replaceAll('.', '\\.');
  const version = new RegExp(`^\\s*${escaped} v(\\S+)`, 'm').exec(goMod)?.[1];
  if (version === undefined) throw new Error(`go.mod does not require ${module}`);
  return version;
};

const linkerFlagsFor = (versions: Readonly<Record<ServerName, string>>): string => {
  const kubernetes = versions['kube-apiserver'];
  const [major = '', minor = ''] = kubernetes.split('.');
  const variables = [
    ...['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'].flatMap(module => [
      [`${module}.gitVersion`, `v${kubernetes}`],
      [`${module}.gitMajor`, major],
      [`${module}.gitMinor`, minor],
    ]),
    ['helm.sh/helm/v3/internal/version.version', `v${versions.helm}`],
    // What helm takes a cluster for when it renders without one.
    ['helm.sh/helm/v3/pkg/chartutil.k8sVersionMajor', major],
    ['helm.sh/helm/v3/pkg/chartutil.k8sVersionMinor', minor],
    ['sigs.k8s.io/kustomize/api/provenance.version', `v${versions.kustomize}`],
  ];
  return ['-s', '-w', ...variables.map(([name, value]) => `-X ${name}=${value}`)].join(' ');
};
