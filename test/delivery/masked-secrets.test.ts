import {expect, test} from 'vitest';
import type {KubernetesObject} from '../../source/cluster/kubernetes-object.js';
import {withMaskedData} from '../../source/delivery/masked-secrets.js';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const secret = (data: Record<string, string | null>): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: {name: 'etc'},
  data,
});

test('a Secret is shown decoded: values masked, marks of placeholders and files of configuration readable', () => {
  const shown = withMaskedData(
    secret({
      password: base64('hunter2hunter2'),
      mark: base64('secret.nova-admin.password'),
      'nova.conf': base64('[DEFAULT]\ndebug = false\n'),
      // A chart may render a key with nothing behind it.
      empty: null,
    }),
  );
  expect(shown).toEqual({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {name: 'etc'},
    stringData: {
      password: '(masked)',
      mark: 'secret.nova-admin.password',
      'nova.conf': '[DEFAULT]\ndebug = false\n',
      empty: '(masked)',
    },
  });
});

test('a Secret whose data a chart leaves open, for a hook to fill, is shown empty', () => {
  const open = {apiVersion: 'v1', kind: 'Secret', metadata: {name: 'keystone-fernet-keys'}, data: null};
  expect(withMaskedData(open as unknown as KubernetesObject)).toEqual({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {name: 'keystone-fernet-keys'},
    stringData: {},
  });
});
