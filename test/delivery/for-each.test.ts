import {expect, test} from 'vitest';
import {fillObjects} from '../../source/delivery/for-each.js';

const peer = (path: string) => ({
  apiVersion: 'metallb.io/v1beta2',
  kind: 'BGPPeer',
  metadata: {name: `peer-$\{item.number}`, annotations: {'genestack.io/for-each': path, kept: 'yes'}},
  spec: {peerAddress: `$\{item.address}`},
});

test('an annotated object comes once for each item, filled from it and without the annotation', () => {
  const context = {
    derived: {
      peers: [
        {number: 1, address: '192.0.2.1'},
        {number: 2, address: '192.0.2.2'},
      ],
    },
  };
  const objects = fillObjects([peer('derived.peers')], context);
  expect(objects.map(({metadata, spec}) => [metadata.name, metadata.annotations, spec])).toEqual([
    ['peer-1', {kept: 'yes'}, {peerAddress: '192.0.2.1'}],
    ['peer-2', {kept: 'yes'}, {peerAddress: '192.0.2.2'}],
  ]);
});

test('an empty list leaves no object, and objects without the annotation stay one', () => {
  const plain = {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: `$\{name}`}};
  expect(fillObjects([peer('none'), plain], {none: [], name: 'one'})).toEqual([
    {...plain, metadata: {name: 'one'}},
  ]);
});
