import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {readCatalogue} from '../../source/catalogue/read.js';
import type {Component} from '../../source/catalogue/schema.js';
import {shownContext} from '../../source/delivery/shown-context.js';
import {mergedValues} from '../../source/delivery/values.js';
import {select} from '../../source/plan/selection.js';
import {clouds, profilesOf} from './choices.js';

const catalogue = readCatalogue();

/** Kinds of the custom resources that the component sends beside its chart. */
const kindsOf = ({folder}: Component): readonly string[] => {
  const resources = join(folder, 'kustomize', 'resources');
  const files = existsSync(resources) ? readdirSync(resources) : [];
  return files.flatMap(file =>
    [...readFileSync(join(resources, file), 'utf8').matchAll(/^kind: (\w+)/gm)].map(([, kind = '']) => kind),
  );
};

describe.each(Object.entries(clouds))('%s', (_name, cloud) => {
  const [profile] = profilesOf({path: '', value: undefined, ...cloud});
  const context = shownContext(catalogue, profile);
  const charts = [...select(catalogue, profile).values()]
    .filter(({enabled, component: {delivery}}) => enabled && delivery.kind === 'helm')
    .map(({component}) => component)
    .filter(({delivery}) => 'repository' in delivery && delivery.repository.endsWith('/openstack-helm'));
  const manifestsOf = (component: Component): Readonly<Record<string, unknown>> =>
    (mergedValues(component, context).values.manifests ?? {}) as Record<string, unknown>;

  // What these charts have on by themselves would make with a password of the administrator what custom resources make.
  test.each([
    ['Database', 'job_db_init'],
    ['Vhost', 'job_rabbit_init'],
  ])('whoever sends a %s has the chart leave out %s', (kind, job) => {
    const sending = charts.filter(component => kindsOf(component).includes(kind));
    expect(sending.length).toBeGreaterThan(8);
    expect(sending.filter(component => manifestsOf(component)[job] !== false).map(({name}) => name)).toEqual(
      [],
    );
  });

  test('no chart drops a database', () => {
    expect(charts.filter(component => manifestsOf(component).job_db_drop).map(({name}) => name)).toEqual([]);
  });

  test('no Job of a chart that is awaited makes databases or users', () => {
    const made = charts.flatMap(({name, hooks, workloads}) =>
      [...hooks, ...workloads]
        .filter(({name: job}) => /-(db-init|db-drop|rabbit-init)$/.test(job))
        .map(({name: job}) => `${name}: ${job}`),
    );
    expect(made).toEqual([]);
  });
});
