import {gzipSync} from 'node:zlib';
import {expect, it} from 'vitest';
import {toRelease} from '../../source/tools/releases.js';

const loud = (word: string): string => `${word}\u001b]0;title\u0007\u009b7;7H\u202e\r\nmore`;

it('a release says nothing that a terminal would obey, and its values are as they are kept', () => {
  const stored = {
    name: loud('keystone'),
    namespace: loud('openstack'),
    version: 3,
    info: {status: loud('deployed'), description: loud('Upgrade complete')},
    chart: {metadata: {name: loud('keystone'), version: loud('1.0.0')}},
    config: {script: loud('#!/bin/sh')},
    manifest: '',
  };
  const release = Buffer.from(gzipSync(JSON.stringify(stored)).toString('base64')).toString('base64');
  const secret = {
    ...{apiVersion: 'v1', kind: 'Secret', metadata: {name: 'x', labels: {'gs-run': 'r', owner: 'helm'}}},
    data: {release},
  };
  expect(toRelease(secret)).toMatchObject({
    name: 'keystone more',
    namespace: 'openstack more',
    revision: 3,
    status: 'deployed more',
    description: 'Upgrade complete more',
    chart: 'keystone more',
    chartVersion: '1.0.0 more',
    labels: {'gs-run': 'r'},
    values: {script: loud('#!/bin/sh')},
  });
});
