import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {packagePath} from '../../source/assets.js';
import {profileJsonSchema, profileJsonSchemaText} from '../../source/profile/json-schema.js';

test('The shipped JSON Schema is the one that the code makes (npm run schema writes it)', () => {
  expect(readFileSync(packagePath('assets/profile.schema.json'), 'utf8')).toBe(profileJsonSchemaText());
});

test('Every key says what it is', () => {
  const undescribed: string[] = [];
  const visit = (schema: unknown, path: string) => {
    const {properties, description} = schema as {properties?: Record<string, unknown>; description?: string};
    if (!description) {
      undescribed.push(path);
    }
    for (const [key, value] of Object.entries(properties ?? {})) {
      visit(value, `${path}.${key}`);
    }
  };
  visit(profileJsonSchema(), 'profile');
  expect(undescribed).toEqual([]);
});

test('A default that both editions share is said as such, another one for each edition', () => {
  const {properties} = profileJsonSchema() as {
    properties: {network: {properties: Record<string, {default?: unknown; description: string}>}};
  };
  const {mtu, plugin} = properties.network.properties;
  expect(mtu?.default).toBe(1500);
  expect(plugin?.description).toContain('"kube-ovn" for flex, "calico" for enterprise');
});
