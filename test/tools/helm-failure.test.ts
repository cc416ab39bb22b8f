import {expect, it} from 'vitest';
import {helmFailure} from '../../source/tools/helm-failure.js';

const attempt = {deed: 'install', name: 'keystone', namespace: 'openstack', chart: 'keystone.tgz'} as const;

it.each([
  [
    'Error: error while running post render on files: error while running command /bin/kustomize. error output:\nError: accumulating components: no such file\n: exit status 1\n\nUse --debug flag to render out invalid YAML',
    'GS-KUS-05',
    'Release keystone could not be installed: its overlay does not build. Kustomize says: accumulating components: no such file',
  ],
  [
    'Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress',
    'GS-HELM-03',
    'Release keystone could not be installed: the release is marked as being worked on by another Helm.',
  ],
  [
    'Error: UPGRADE FAILED: cannot patch "nova-bootstrap" with kind Job: Job.batch "nova-bootstrap" is invalid: spec.template: Invalid value: core.PodTemplateSpec{}: field is immutable',
    'GS-HELM-04',
    'Release keystone could not be installed: Job nova-bootstrap is there already and a field of it that cannot be changed would have to.',
  ],
  [
    'Error: UPGRADE FAILED: cannot patch "glance-images" with kind PersistentVolumeClaim: PersistentVolumeClaim "glance-images" is invalid: spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims',
    'GS-HELM-04',
    'Release keystone could not be installed: PersistentVolumeClaim glance-images is there already and a field of it that cannot be changed would have to.',
  ],
  [
    'W1123 warnings first\nError: failed post-install: 1 error occurred:\n\t* timed out waiting for the condition\n\n',
    'GS-HELM-05',
    'Release keystone could not be installed: its post-install hook Job keystone-db-sync did not finish in time.',
  ],
  [
    'Error: UPGRADE FAILED: pre-upgrade hooks failed: context deadline exceeded',
    'GS-HELM-05',
    'Release keystone could not be installed: its pre-upgrade hook Job keystone-db-sync did not finish in time.',
  ],
  [
    'Error: INSTALLATION FAILED: failed post-install: warning: Hook post-install keystone/templates/job.yaml failed: 1 error occurred:\n\t* Timeout: request did not complete within requested timeout - context deadline exceeded\n\n',
    'GS-HELM-19',
    'Release keystone could not be installed: the API server did not get it done (request did not complete within requested timeout).',
  ],
  [
    'Error: UPGRADE FAILED: pre-upgrade hooks failed: warning: Hook pre-upgrade keystone/templates/job.yaml failed: 1 error occurred:\n\t* Internal error occurred: failed calling webhook "vjob.kb.io": failed to call webhook: Post "https://kueue-webhook-service.kueue-system.svc:443/validate-batch-v1-job?timeout=10s": context deadline exceeded\n\n',
    'GS-HELM-11',
    'Release keystone could not be installed: the webhook vjob.kb.io did not answer: failed calling webhook "vjob.kb.io": failed to call webhook: Post "https://kueue-webhook-service.kueue-system.svc:443/validate-batch-v1-job?timeout=10s": context deadline exceeded',
  ],
  [
    'Error: UPGRADE FAILED: cannot patch "keystone" with kind MariaDB: conversion webhook for k8s.mariadb.com/v1alpha1, Kind=MariaDB failed: Post "https://mariadb-operator-webhook.mariadb-system.svc:443/convert?timeout=30s": dial tcp 10.96.0.9:443: connect: connection refused',
    'GS-HELM-11',
    'Release keystone could not be installed: the webhook k8s.mariadb.com/v1alpha1 did not answer: conversion webhook for k8s.mariadb.com/v1alpha1, Kind=MariaDB failed: Post "https://mariadb-operator-webhook.mariadb-system.svc:443/convert?timeout=30s": dial tcp 10.96.0.9:443: connect: connection refused',
  ],
  [
    'Error: template: keystone/templates/x.yaml:3:4: executing "x" at <lookup "v1" "Secret" "openstack" "x">: error calling lookup: etcdserver: request timed out',
    'GS-HELM-19',
    'Release keystone could not be installed: the API server did not get it done (etcdserver: request timed out).',
  ],
  [
    'Error: UPGRADE FAILED: post-upgrade hooks failed: 1 error occurred:\n\t* job keystone-db-sync failed: BackoffLimitExceeded\n',
    'GS-HELM-06',
    'Release keystone could not be installed: its post-upgrade hook Job keystone-db-sync failed.',
  ],
  [
    "Error: values don't meet the specifications of the schema(s) in the following chart(s):\nkeystone:\n- replicas: Invalid type. Expected: integer, given: string\n",
    'GS-HELM-07',
    'Release keystone could not be installed: the chart does not take its values: keystone: - replicas: Invalid type. Expected: integer, given: string',
  ],
  [
    'Error: Kubernetes cluster unreachable: Get "https://127.0.0.1:1/version": dial tcp 127.0.0.1:1: connect: connection refused',
    'GS-HELM-08',
    'Release keystone could not be installed: Helm lost the cluster (Kubernetes cluster unreachable).',
  ],
  [
    'Error: unable to build kubernetes objects from release manifest: resource mapping not found for name: "keystone" namespace: "" from "": no matches for kind "Database" in version "k8s.mariadb.com/v1alpha1"\nensure CRDs are installed first',
    'GS-HELM-10',
    'Release keystone could not be installed: the cluster does not know the kind Database (k8s.mariadb.com/v1alpha1).',
  ],
  [
    'Error: Unable to continue with install: ConfigMap "extra" in namespace "openstack" exists and cannot be imported into the current release: invalid ownership metadata',
    'GS-HELM-12',
    'Release keystone could not be installed: ConfigMap openstack/extra is there already and belongs to no release of this name.',
  ],
  [
    'Error: execution error at (keystone/templates/x.yaml:3:4): a value is wanted',
    'GS-HELM-16',
    'Release keystone could not be installed: the chart cannot be rendered: execution error at (keystone/templates/x.yaml:3:4): a value is wanted',
  ],
  ['Error: something new', 'GS-HELM-17', 'Release keystone could not be installed: something new'],
  ['', 'GS-HELM-17', 'Release keystone could not be installed: Helm said nothing'],
])('%j is %s', (stderr, code, message) => {
  expect(helmFailure(attempt, stderr, ['Job keystone-db-sync'])).toMatchObject({code, message, exitCode: 1});
});
