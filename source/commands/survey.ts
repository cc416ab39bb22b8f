import type {Catalogue} from '../catalogue/schema.js';
import type {Client} from '../cluster/client.js';
import {nameOf, refOf} from '../cluster/kubernetes-object.js';
import {sanitiseLine} from '../cluster/sanitise.js';
import {type Belonging, isSystem, readBelongings} from '../delivery/belongings.js';
import {type DataKind, dataKindFacts, dataKinds} from '../plan/data-kinds.js';
import {counted, listed} from '../report/ascii.js';

/** What a removal takes and what it leaves, before anybody is asked. */
export interface Survey {
  /** Objects that go in any case, as `12 Deployment, 3 Service`, by component. */
  readonly goes: ReadonlyMap<string, string>;
  /** Objects by kind of data: they stay unless the kind is named. */
  readonly data: ReadonlyMap<DataKind, readonly string[]>;
  /** What is kept outside of Kubernetes and nobody here can take away; whole sentences. */
  readonly outside: readonly string[];
}

const mostNames = 8;

/** Looks through the whole cluster for what belongs to the components. */
export const survey = async (
  client: Client,
  catalogue: Catalogue,
  names: readonly string[],
): Promise<Survey> => {
  const all = await readBelongings(client, catalogue);
  const own = all.filter(({component}) => names.includes(component));
  const data = new Map<DataKind, readonly string[]>();
  for (const kind of dataKinds) {
    const objects = own.filter(one => one.data === kind).map(nameOfBelonging);
    const found = kind === 'namespaces' ? namespacesOf(catalogue, all, names) : objects;
    if (found.length > 0) {
      data.set(kind, found);
    }
  }
  const goes = new Map(
    names.map(name => [name, kindsText(own.filter(one => one.component === name && one.data === undefined))]),
  );
  return {goes, data, outside: outsideOf(catalogue, names)};
};

const nameOfBelonging = ({object}: Belonging): string => sanitiseLine(nameOf(refOf(object)), 120);

const kindsText = (belongings: readonly Belonging[]): string =>
  [...Map.groupBy(belongings, ({object}) => object.kind)]
    .map(([kind, objects]) => `${objects.length} ${sanitiseLine(kind, 60)}`)
    .join(', ');

/** Those in which nothing of another component is. */
const namespacesOf = (
  catalogue: Catalogue,
  all: readonly Belonging[],
  names: readonly string[],
): string[] => {
  const own = new Set(
    names.flatMap(name => catalogue.components.get(name)?.namespace ?? []).filter(name => !isSystem(name)),
  );
  const staying = all.filter(({component}) => !names.includes(component));
  return [...own].filter(name => staying.every(({object}) => object.metadata.namespace !== name));
};

/** Keystone keeps its catalogue in its own database, to which there is no way through Kubernetes. */
const outsideOf = ({components}: Catalogue, names: readonly string[]): string[] => {
  if (names.includes('keystone')) {
    return [];
  }
  const services = names.filter(name =>
    components.get(name)?.hooks.some(hook => /-ks-(service|endpoints|user)$/.test(hook.name)),
  );
  return services.length === 0
    ? []
    : [
        `Keystone still lists ${listed(services)}: take them out with "openstack service delete" (their endpoints go with it) and "openstack user delete".`,
      ];
};

/** The survey for a person. */
export const surveyLines = ({goes, data, outside}: Survey, purged: ReadonlySet<DataKind>): string[] => {
  const block = (title: string, kinds: readonly DataKind[]): string[] =>
    kinds.length === 0
      ? []
      : [
          title,
          ...kinds.map(kind => {
            const names = data.get(kind) ?? [];
            return `  ${kind}: ${listed(names, mostNames)}`;
          }),
        ];
  const kinds = [...data.keys()];
  return [
    'Goes:',
    ...[...goes].map(([name, text]) => `  ${name}: ${text === '' ? 'nothing of it is there' : text}`),
    ...block(
      'Goes too, because it was named:',
      kinds.filter(kind => purged.has(kind)),
    ),
    ...block(
      'Stays, because it is data:',
      kinds.filter(kind => !purged.has(kind)),
    ),
    ...outside,
  ];
};

/** The question for one kind of data. */
export const dataQuestion = (kind: DataKind, names: readonly string[]): string =>
  `Delete ${counted(names.length, dataKindFacts[kind].noun)}, ${listed(names, mostNames)}? ${capital(dataKindFacts[kind].loss)}. Type ${kind} to delete, enter keeps: `;

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
