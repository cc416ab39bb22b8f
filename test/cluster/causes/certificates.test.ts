import {expect, test} from 'vitest';
import {causeOfObject} from '../../../source/cluster/causes.js';
import {evidenceOf} from '../evidence.js';
import {condition, make} from '../objects.js';

const day = 86_400_000;
const {now} = evidenceOf();

test.each([
  [{notAfter: 90, renewalTime: 60}, undefined],
  [{notAfter: 10, renewalTime: -20}, 'GS-CRT-05 ends in 10 days and was not renewed'],
  // A short-lived one is always near its end: only when it should have been renewed it is trouble.
  [{notAfter: 10, renewalTime: 5}, undefined],
  [{notAfter: 0.5}, 'GS-CRT-05 ends in 0 days and was not renewed'],
  [{notAfter: -1, renewalTime: -30}, 'GS-CRT-06 ended on 2026-11-22T15:00:00.000Z'],
  [{}, undefined],
])('a certificate with the days %o', (days, told) => {
  const times = Object.fromEntries(
    Object.entries(days).map(([key, count]) => [key, new Date(now + count * day).toISOString()]),
  );
  const certificate = make('cert-manager.io/v1', 'Certificate', {
    ...{name: 'tls', namespace: 'openstack'},
    spec: {issuerRef: {kind: 'ClusterIssuer', name: 'ca'}},
    status: {...times, conditions: [condition('Ready', 'True')]},
  });
  const issuer = make('cert-manager.io/v1', 'ClusterIssuer', {name: 'ca', status: {}});
  const cause = causeOfObject(certificate, evidenceOf(certificate, issuer));
  expect(cause && `${cause.code} ${cause.text}`).toBe(told);
});
