import {describe, expect, test} from 'vitest';
import {readCatalogue} from '../../source/catalogue/read.js';
import {chartsIn} from '../../source/tools/charts-folder.js';
import {hasTools} from '../helpers/tools.js';
import {clouds, otherwise, profilesOf, rows, wordsIn} from './choices.js';
import {arrivalsIn} from './rendered.js';
import {entrancesOf, wholeCloud} from './whole-cloud.js';

/** Real charts are never part of the project; this names a folder that holds all of them as .tgz, at the pinned versions. */
const folder = process.env.GENESTACK_CHARTS;

describe.skipIf(folder === undefined || !hasTools)(
  'what is chosen arrives in what the real charts render, hooks included',
  () => {
    test.each(rows.map(row => ({edition: 'flex' as const, ...row})))(
      '$path in $edition',
      {timeout: 300_000},
      async row => {
        const arrivals = await arrivalsIn(await chartsIn(folder ?? ''), ...profilesOf(row));
        expect(arrivals.flatMap(({component, unread}) => unread.map(path => `${component} ${path}`))).toEqual(
          [],
        );
        expect(
          Object.fromEntries(arrivals.map(({component, objects}) => [component, objects])),
        ).toMatchSnapshot();
      },
    );
  },
);

describe.skipIf(folder === undefined || !hasTools)('of a whole cloud with the real charts', () => {
  test.each(Object.entries(clouds))(
    '%s keeps nothing of what was called otherwise before',
    {timeout: 300_000},
    async (_name, cloud) => {
      const [profile, former] = otherwise(cloud);
      const all = await wholeCloud(await chartsIn(folder ?? ''), profile);
      const kept = [...all].flatMap(([component, objects]) =>
        objects.flatMap(object =>
          texts(object).flatMap(text =>
            wordsIn(text, former).map(word => `${component} ${object.kind}/${object.metadata.name}: ${word}`),
          ),
        ),
      );
      expect(kept.filter(line => !unused.some(pattern => pattern.test(line)))).toEqual([]);
      const bare = [...all].filter(([, objects]) =>
        objects.flatMap(texts).some(text => bareCache.test(text)),
      );
      expect(bare.map(([component]) => component)).toEqual([]);
    },
  );

  test.each(Object.entries(clouds))(
    '%s is reached by every name of its certificate',
    {timeout: 300_000},
    async (_name, cloud) => {
      const [profile] = otherwise(cloud);
      const all = [...(await wholeCloud(await chartsIn(folder ?? ''), profile))];
      const certificate = all
        .flatMap(([, objects]) => objects)
        .find(({kind, metadata}) => kind === 'Certificate' && metadata.name === 'public-endpoints');
      const entrances = entrancesOf(all.flatMap(([, objects]) => objects));
      expect(entrances.map(({host}) => host).sort()).toEqual([...(certificate?.spec.dnsNames ?? [])].sort());
      const services = new Set(
        all.flatMap(([component, objects]) =>
          objects
            .filter(({kind}) => kind === 'Service')
            .flatMap(({metadata, spec}) =>
              spec.ports.map(
                ({port}: {port: number}) =>
                  `${metadata.namespace ?? namespaceOf(component)}/${metadata.name}:${port}`,
              ),
            ),
        ),
      );
      expect(entrances.filter(({service}) => !services.has(service))).toEqual([]);
    },
  );
});

/** A headless Service has no address of its own: who asks for its bare name asks another cache each time. */
const bareCache = /(^|[^\w.-])memcached\.openstack\.svc/;

/** Of the user that only the charts' own tests have, and of the agent for SR-IOV; both are off. */
const unused = [/Secret\/[a-z]+-keystone-test: RegionOne$/, /^neutron Secret\/.+: physnet2$/];

/** Every text of it, keys aside. */
const texts = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(texts)
      : [];

const {components} = readCatalogue();
/** Where Helm puts what names no namespace. */
const namespaceOf = (component: string): string | undefined => components.get(component)?.namespace;
