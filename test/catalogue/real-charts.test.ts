import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {parse} from 'yaml';
import {packagePath} from '../../source/assets.js';
import {fill} from '../../source/catalogue/placeholders.js';
import {type ComponentFacts, componentSchema} from '../../source/catalogue/schema.js';
import {readsShown} from '../../source/delivery/reads.js';
import {defaultProfile} from '../../source/profile/defaults.js';
import {derived} from '../../source/profile/derived.js';
import {chartsIn, nearestChart} from '../../source/tools/charts-folder.js';
import {declaredFacts} from '../../source/tools/declared-facts.js';
import {renderedFacts} from '../../source/tools/rendered-facts.js';
import {hasTools, offlineHelm} from '../helpers/tools.js';

/** Real charts are never part of the project; this names a folder that holds some as .tgz. */
const folder = process.env.GENESTACK_CHARTS;
const only = process.env.GENESTACK_COMPONENTS?.split(',');

const top = packagePath('assets/components');
const names = readdirSync(top).filter(name => only?.includes(name) ?? true);
const factsOf = (name: string): unknown => parse(readFileSync(join(top, name, 'component.yaml'), 'utf8'));

/** Whether another component brings the kind, or the experiments beside it, and is left to. */
const isOf = (crd: string, besides: string): boolean =>
  readdirSync(top)
    .filter(name => name !== besides)
    .flatMap(name => componentSchema.parse(factsOf(name)).crds)
    .some(
      ({plural, group}) =>
        crd === `${plural}.${group}` || crd.endsWith(`.${group.replace('k8s.io', 'x-k8s.io')}`),
    );

const path = /\$\{((?:secret|nodes|replicas)[^{}]*?)(?::-[^{}]*)?\}/g;

/** Something for every Secret's key and count that the values name; the profile is a real one. */
const contextFor = (text: string): object => {
  const secret: Record<string, string> = {};
  const counts: Record<string, number> = {};
  for (const [, name = ''] of text.matchAll(path)) {
    if (name.startsWith('secret.')) secret[name.slice('secret.'.length)] = 'made-for-a-test';
    else counts[name.replace(/^[^.]*\./, '')] = 1;
  }
  const profile = defaultProfile('flex');
  return {
    ...readsShown(profile),
    profile,
    derived: derived(profile, () => true),
    secret,
    nodes: counts,
    replicas: counts,
  };
};

const valuesOf = (componentFolder: string): object => {
  const file = join(componentFolder, 'values.yaml');
  if (!existsSync(file)) return {};
  const text = readFileSync(file, 'utf8');
  return (fill(parse(text), contextFor(text)) ?? {}) as object;
};

describe.skipIf(folder === undefined || !hasTools)(
  'what a component declares is what its real chart renders',
  async () => {
    const charts = folder === undefined ? [] : await chartsIn(folder);
    for (const name of names) {
      const {delivery} = factsOf(name) as Pick<ComponentFacts, 'delivery'>;
      if (delivery.kind !== 'helm') continue;
      const chart = nearestChart(charts, delivery.chart, delivery.version);
      it.skipIf(chart === undefined)(`${name}: workloads, hooks with weight and events, CRDs`, async () => {
        const facts = componentSchema.parse(factsOf(name));
        const objects = await offlineHelm().template({
          name: delivery.release ?? name,
          namespace: facts.namespace ?? 'default',
          chart: chart?.path ?? '',
          values: valuesOf(join(top, name)),
          kubeVersion: '1.34.0',
        });
        const rendered = renderedFacts(objects);
        const crds = rendered.crds.filter(crd => !isOf(crd, name));
        expect(declaredFacts(facts)).toEqual({...rendered, crds});
      });
    }
  },
);
