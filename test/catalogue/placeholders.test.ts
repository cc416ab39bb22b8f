// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these placeholders are ours, not of template strings.
import {expect, test} from 'vitest';
import {fill} from '../../source/catalogue/placeholders.js';

const context = {
  profile: {region: 'RegionOne', hosts: ['a', 'b'], enabled: false},
  secret: {tls: {'tls.crt': 'PEM'}},
  spec: {replicas: 3, nothing: null},
};

test('a text that is one placeholder keeps the type of the value', () => {
  expect(
    fill({count: '${spec.replicas}', hosts: ['${profile.hosts}'], on: '${profile.enabled}'}, context),
  ).toEqual({
    count: 3,
    hosts: [['a', 'b']],
    on: false,
  });
});

test('placeholders inside a text are filled as text', () => {
  expect(fill('${profile.region}-${spec.replicas}', context)).toBe('RegionOne-3');
});

test('a default is taken where the path is absent or null, and keeps its type', () => {
  expect(
    fill(['${spec.size:-1}', '${spec.nothing:-10Gi}', 'x${spec.size:-}', '${spec.replicas:-9}'], context),
  ).toEqual([1, '10Gi', 'x', 3]);
});

test('two dollars escape a placeholder', () => {
  expect(fill('echo $${HOME} $HOME $${spec.replicas}${spec.replicas}', context)).toBe(
    'echo ${HOME} $HOME ${spec.replicas}3',
  );
});

test('a key of a path may hold dots', () => {
  expect(fill('${secret.tls.tls.crt}', context)).toBe('PEM');
});

test('a missing path without default is named', () => {
  expect(() => fill({a: ['${spec.absent}']}, context)).toThrow(
    expect.objectContaining({code: 'GS-CAT-02', message: expect.stringContaining('spec.absent')}),
  );
});

test('a list inside a text is refused', () => {
  expect(() => fill('hosts: ${profile.hosts}', context)).toThrow(
    expect.objectContaining({code: 'GS-CAT-03'}),
  );
});
