import {mkdirSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {type SmallProgram, smallProgram} from './small-program.js';

const files: Readonly<Record<string, string>> = {
  'shop/component.yaml': `
row: Shop (Helm)
group: OpenStack
editions: {flex: optional, enterprise: optional}
stage: initial
summary: Sells what the ledger notes.
delivery: {kind: helm, repository: https://charts.example.com, chart: shop, version: 1.0.0}
namespace: openstack
needs:
  - {component: memcached, kind: ready}
  - {component: ledger, kind: ready}
secrets:
  - {name: shop-admin, keys: {password: {make: password}}}
workloads:
  - {kind: StatefulSet, name: shop, node: control-plane, claims: {data: {class: general, size: 1Gi}}}
hooks:
  - {name: shop-setup, events: [post-install, post-upgrade]}
services:
  - {name: shop, port: 80, workload: shop}
estimate: {apply: 2, ready: 2}
`,
  'shop/kustomize/resources/kustomization.yaml': `
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: openstack
commonAnnotations: {helm.sh/resource-policy: keep}
resources: [kept.yaml]
`,
  'shop/kustomize/resources/kept.yaml': `
apiVersion: v1
kind: ConfigMap
metadata: {name: shop-kept}
`,
  'ledger/component.yaml': `
row: null
group: OpenStack
editions: {flex: support, enterprise: support}
stage: initial
summary: Notes what is sold.
delivery: {kind: kustomize, version: '1'}
namespace: openstack
needs:
  - {component: memcached, kind: ready}
secrets:
  - {name: ledger-key, keys: {password: {make: password}}}
estimate: {apply: 1, ready: 1}
`,
  'ledger/kustomize/resources/kustomization.yaml': `
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [ledger.yaml]
`,
  'ledger/kustomize/resources/ledger.yaml': `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: ledger}
spec:
  storageClassName: general
  accessModes: [ReadWriteOnce]
  resources: {requests: {storage: 1Gi}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ledger}
spec:
  replicas: 1
  selector: {matchLabels: {app: ledger}}
  template:
    metadata: {labels: {app: ledger}}
    spec:
      containers: [{name: ledger, image: ledger:1}]
`,
};

/** A small program whose catalogue has, beside a network and memcached, a shop that may be chosen, and the ledger that it brings. */
export const smallShop = (): SmallProgram => {
  const program = smallProgram('kubernetes', 'helm', 'kustomize', 'node-roles', 'kube-ovn', 'memcached');
  for (const [path, text] of Object.entries(files)) {
    const file = join(program.components, path);
    mkdirSync(dirname(file), {recursive: true});
    writeFileSync(file, text.trimStart());
  }
  return program;
};
