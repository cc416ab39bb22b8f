import {inspect} from 'node:util';
import {describe, expect, test} from 'vitest';
import type {SecretFacts} from '../../source/catalogue/schema.js';
import {ApiError} from '../../source/cluster/api-error.js';
import type {Client} from '../../source/cluster/client.js';
import {passingOf} from '../../source/cluster/passing.js';
import {orRefusal} from '../../source/cluster/refusal.js';
import {makeSecrets} from '../../source/cluster/secrets.js';
import {outageSeconds} from '../../source/cluster/through-outage.js';
import {GenestackError} from '../../source/errors.js';
import {helmFailure} from '../../source/tools/helm-failure.js';

const install = {deed: 'install', name: 'keystone', namespace: 'openstack', chart: 'keystone'} as const;
const helm = (text: string) => helmFailure(install, `Error: INSTALLATION FAILED: ${text}`);
const internal =
  'Internal error occurred: failed calling webhook "mariadb.example": failed to call webhook: Post';

test.each([
  ['no answer', new GenestackError('GS-K8S-10', 'x', 'y'), 'the API server does not answer', null],
  ['429', new ApiError(429, 'TooManyRequests', 'slow down'), 'the API server has too many requests', null],
  [
    'a webhook behind which nothing listens',
    new ApiError(500, 'InternalError', `${internal} "https://w.svc": dial tcp: connect: connection refused`),
    'the webhook mariadb.example does not answer',
    600,
  ],
  [
    'the same by helm, which did not lose the cluster',
    helm(`${internal} "https://w.svc": dial tcp 10.0.0.1:443: connect: connection refused`),
    'the webhook mariadb.example does not answer',
    600,
  ],
  [
    'helm while etcd is away',
    helm(
      'Unable to continue with install: could not get information about the resource ConfigMap "x" in namespace "y": the server was unable to return a response in the time allotted, but may still be processing the request (get configmaps x)',
    ),
    'the API server cannot answer now',
    600,
  ],
  [
    'helm whose stream was cut',
    helm(
      'could not get information about the resource ConfigMap "x" in namespace "y": Get "https://x": stream error: stream ID 23; INTERNAL_ERROR; received from peer',
    ),
    'the connection to the API server is cut',
    null,
  ],
  ['helm that got no answer', helm('Get "https://x": EOF'), 'the connection to the API server is cut', null],
  [
    'helm that lost the cluster',
    helm('Get "https://x": net/http: TLS handshake timeout'),
    'the API server does not answer',
    null,
  ],
  [
    'an etcd that is away, by helm',
    helm(
      '1 error occurred: * Timeout: request did not complete within requested timeout - context deadline exceeded',
    ),
    'the API server cannot answer now',
    600,
  ],
  [
    'the same of a hook',
    helm(
      'failed post-install: warning: Hook post-install keystone/templates/job.yaml failed: 1 error occurred:\n\t* Timeout: request did not complete within requested timeout - context deadline exceeded\n\n',
    ),
    'the API server cannot answer now',
    600,
  ],
  [
    'a webhook before a hook that does not answer in time',
    helm(
      `failed pre-install: warning: Hook pre-install keystone/templates/job.yaml failed: 1 error occurred:\n\t* ${internal} "https://w.svc:443/validate?timeout=10s": context deadline exceeded\n\n`,
    ),
    'the webhook mariadb.example does not answer',
    600,
  ],
  [
    'a conversion webhook by helm, which did not lose the cluster',
    helm(
      'conversion webhook for k8s.mariadb.com/v1alpha1, Kind=MariaDB failed: Post "https://w.svc": dial tcp 10.0.0.1:443: connect: connection refused',
    ),
    'the webhook k8s.mariadb.com/v1alpha1 does not answer',
    600,
  ],
  [
    'another leader by helm',
    helm('etcdserver: leader changed'),
    'etcd is without a leader or does not answer',
    null,
  ],
  [
    'an etcd that dies while a hook is made',
    helm(
      'post-upgrade hooks failed: warning: Hook post-upgrade keystone/templates/job.yaml failed: 1 error occurred:\n\t* rpc error: code = Unavailable desc = error reading from server: EOF\n\n',
    ),
    'etcd is without a leader or does not answer',
    null,
  ],
  [
    'a helm that somebody killed',
    new GenestackError('GS-HELM-20', 'helm was ended by SIGKILL.', 'y'),
    'helm was killed by SIGKILL',
    300,
  ],
  [
    'a lost race',
    new ApiError(
      409,
      'Conflict',
      'the object has been modified; please apply your changes to the latest version',
    ),
    'another one wrote the same object at the same time',
    120,
  ],
  [
    'a namespace on its way out',
    new ApiError(
      403,
      'Forbidden',
      'unable to create new content in namespace x because it is being terminated',
    ),
    'its namespace is being deleted',
    600,
  ],
  [
    'an API server in trouble',
    new ApiError(503, 'ServiceUnavailable', 'no'),
    'the API server answers 503',
    600,
  ],
])('%s may pass', (_, error, text, boundSeconds) => {
  expect(passingOf(error)).toEqual({text, boundSeconds});
});

test.each([
  ["a webhook's own no", new ApiError(400, 'BadRequest', 'admission webhook "w" denied the request: no')],
  ['the same by helm', helm('admission webhook "w" denied the request: no')],
  ['what cannot be changed', new ApiError(422, 'Invalid', 'spec.selector: field is immutable')],
  [
    'the same by helm',
    helm('cannot patch "x" with kind Job: Job.batch "x" is invalid: spec.template: field is immutable'),
  ],
  [
    'what fits no schema',
    new ApiError(500, '', 'failed to create typed patch object: .spec.x: field not declared in schema'),
  ],
  [
    'a missing right',
    new ApiError(403, 'Forbidden', 'secrets is forbidden: User "x" cannot create resource "secrets"'),
  ],
  ['a full quota', new ApiError(403, 'Forbidden', 'exceeded quota: compute')],
  ['an untrusted server', new GenestackError('GS-K8S-11', 'x', 'y')],
  [
    "a hook that took longer than Helm's own time",
    helm('failed post-install: 1 error occurred:\n\t* timed out waiting for the condition\n\n'),
  ],
  [
    'a hook that failed',
    helm('failed post-install: 1 error occurred:\n\t* job x failed: DeadlineExceeded\n\n'),
  ],
  [
    'a helm that is not there',
    new GenestackError('GS-HELM-01', 'helm cannot be started from /x (ENOENT).', 'y'),
  ],
  ['any other error', new Error('TLS handshake timeout')],
])('%s does not pass', (_, error) => {
  expect(passingOf(error)).toBeUndefined();
});

const refused401 = new ApiError(401, 'Unauthorized', 'Unauthorized');
const unauthorised =
  'Kubernetes cluster unreachable: the server has asked for the client to provide credentials';
test.each([
  ['no answer', new GenestackError('GS-K8S-10', 'x', 'y'), null],
  ['another cluster at its place', new GenestackError('GS-K8S-16', 'x', 'y'), null],
  ['credentials that have ended', refused401, null],
  ['the same by helm', helm(unauthorised), null],
  ['an API server that has just begun', new ApiError(503, 'ServiceUnavailable', 'not yet'), 600],
  [
    'a webhook of the kind that is asked',
    new ApiError(500, 'InternalError', `${internal} x: EOF`),
    undefined,
  ],
  ['a kind that is not known', new ApiError(404, 'UnknownKind', 'no such kind'), undefined],
  ['a missing right', new ApiError(403, 'Forbidden', 'User "x" cannot list resource "secrets"'), undefined],
])('%s before the first step is asked again for as long', (_, error, seconds) => {
  expect(outageSeconds(error)).toBe(seconds);
});

describe('a refusal', () => {
  test('is told of its object, and what is beneath it still tells whether it may pass', async () => {
    const object = {apiVersion: 'v1', kind: 'Secret', metadata: {name: 's', namespace: 'n'}};
    const refused = orRefusal(object, () => Promise.reject(new ApiError(429, 'TooManyRequests', 'secret')));
    const error = await refused.catch(thrown => thrown);
    expect(error).toMatchObject({code: 'GS-K8S-20', message: expect.not.stringContaining('secret')});
    expect(passingOf(error)?.boundSeconds).toBeNull();
  });
});

test.each([
  [500, 'the API server answers 500'],
  [403, undefined],
])(
  'a Secret that is refused with %i says whether that may pass, and nothing of what the API said',
  async (status, text) => {
    const client = {
      read: async () => undefined,
      create: async () => {
        throw new ApiError(status, '', 'was sent hunter2');
      },
    } as unknown as Client;
    const facts = {name: 'keystone-admin', type: 'Opaque', keys: {password: {make: 'password'}}} as const;
    const refused = await makeSecrets(client, [facts as unknown as SecretFacts], 'openstack').catch(
      error => error,
    );
    expect(refused).toMatchObject({code: 'GS-K8S-31'});
    expect(passingOf(refused)?.text).toBe(text);
    expect(inspect(refused, {depth: 9})).not.toContain('hunter2');
  },
);
