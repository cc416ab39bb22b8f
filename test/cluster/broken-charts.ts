import {execFileSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {stringify} from 'yaml';

/** Packs a chart of one template, and of files in crds/, into `FOLDER/NAME-VERSION.tgz`, as `helm package` would. */
export const packChart = (
  folder: string,
  name: string,
  version: string,
  template: string,
  ...definitions: readonly string[]
): void => {
  const work = mkdtempSync(join(folder, 'pack-'));
  mkdirSync(join(work, name, 'templates'), {recursive: true});
  writeFileSync(join(work, name, 'Chart.yaml'), stringify({apiVersion: 'v2', name, version}));
  writeFileSync(join(work, name, 'templates', 'all.yaml'), template);
  mkdirSync(join(work, name, 'crds'));
  for (const [index, definition] of definitions.entries()) {
    writeFileSync(join(work, name, 'crds', `${index}.yaml`), definition);
  }
  execFileSync('tar', ['-czf', join(folder, `${name}-${version}.tgz`), '-C', work, name]);
  rmSync(work, {recursive: true});
};

export const configMap = stringify({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {name: 'in-its-place'},
});

/** A hook that no node can run, and that gives up after a second; labelled as openstack-helm labels its own. */
export const failingHook = stringify({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: {
    name: 'never',
    labels: {release_group: '{{ .Release.Name }}'},
    annotations: {'helm.sh/hook': 'pre-install,pre-upgrade'},
  },
  spec: {
    activeDeadlineSeconds: 1,
    template: {
      spec: {
        restartPolicy: 'Never',
        nodeSelector: {nowhere: 'true'},
        containers: [{name: 'main', image: 'example.org/main:1'}],
      },
    },
  },
});
