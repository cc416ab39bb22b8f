import type {Catalogue} from '../catalogue/schema.js';
import {nameOf, refOf} from '../cluster/kubernetes-object.js';
import {sanitiseLine} from '../cluster/sanitise.js';
import {type Belonging, isSystem} from '../delivery/belongings.js';
import {type Going, isOfGoing, keepersOf} from '../delivery/what-goes.js';
import {bearsData, type DataKind, dataKindFacts, dataKinds} from '../plan/data-kinds.js';
import {nodeRolesComponent} from '../plan/make-removal.js';
import {counted, listed} from '../report/ascii.js';

/** What a removal takes and what it leaves, before anybody is asked. */
export interface Survey {
  /** Objects that go in any case, as `12 Deployment, 3 Service`, by component. */
  readonly goes: ReadonlyMap<string, string>;
  /** Objects among them in which data is. */
  readonly taken: readonly string[];
  /** Objects by kind of data: they stay unless the kind is named. */
  readonly data: ReadonlyMap<DataKind, readonly string[]>;
  /** What others lose, and what is kept outside of Kubernetes and nobody here can take away; whole sentences. */
  readonly outside: readonly string[];
}

const mostNames = 8;

/** @param belongings everything that is in the cluster because of a component. */
export const survey = (catalogue: Catalogue, belongings: readonly Belonging[], going: Going): Survey => {
  const names = [...going.going];
  const all = belongings.filter(one => isOfGoing(going, one));
  // What goes with either of two that both go is told once, with who delivers it.
  const own = [...Map.groupBy(all, ({object}) => object).values()].flatMap(([first]) => first ?? []);
  const data = new Map<DataKind, readonly string[]>();
  for (const kind of dataKinds) {
    const objects = own.filter(one => one.data === kind).map(nameOfBelonging);
    const found = kind === 'namespaces' ? namespacesOf(catalogue, belongings, going) : objects;
    if (found.length > 0) {
      data.set(kind, found);
    }
  }
  const goes = new Map(
    names.map(name => [
      name,
      name === nodeRolesComponent
        ? 'what nodes were given'
        : kindsText(own.filter(one => one.components.includes(name) && one.data === undefined)),
    ]),
  );
  const taken = own
    .filter(({object, data: kind}) => kind === undefined && bearsData(object))
    .map(nameOfBelonging);
  return {goes, taken, data, outside: [...losses(catalogue, going), ...outsideOf(catalogue, names)]};
};

const nameOfBelonging = ({object}: Belonging): string => sanitiseLine(nameOf(refOf(object)), 120);

const kindsText = (belongings: readonly Belonging[]): string =>
  [...Map.groupBy(belongings, ({object}) => object.kind)]
    .map(([kind, objects]) => `${objects.length} ${sanitiseLine(kind, 60)}`)
    .join(', ');

/** Those in which nothing is that stays even where all data is named. */
const namespacesOf = (catalogue: Catalogue, belongings: readonly Belonging[], going: Going): string[] => {
  const own = [...going.going]
    .flatMap(name => catalogue.components.get(name)?.namespace ?? [])
    .filter(name => !isSystem(name));
  const removal = {...going, purge: new Set(dataKinds)};
  return [...new Set(own)].filter(name => keepersOf(name, belongings, removal).length === 0);
};

/** What stays and only uses something that goes is whole without it, and does less. */
const losses = ({components}: Catalogue, {going, staying}: Going): string[] =>
  [...staying].flatMap(name => {
    const lost = (components.get(name)?.needs ?? [])
      .filter(need => need.kind === 'uses')
      .flatMap(need => (need.component !== undefined && going.has(need.component) ? [need.component] : []));
    return lost.length === 0 ? [] : [`${name} stays and uses ${listed([...new Set(lost)])}: that it loses.`];
  });

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
export const surveyLines = (
  {goes, taken, data, outside}: Survey,
  purged: ReadonlySet<DataKind>,
): string[] => {
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
    ...(taken.length === 0
      ? []
      : [`Among it, with all that is in it, because nothing can be kept of it: ${listed(taken, mostNames)}`]),
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

/** What a removal does not touch, though the profile without the removed wants it otherwise. */
export const followersLines = (names: readonly string[]): string[] =>
  names.length === 0
    ? []
    : [
        `Still as with what goes, until the next "genestack install": ${listed(names, mostNames)}. "genestack plan" says what that changes.`,
      ];

/** The question for one kind of data. */
export const dataQuestion = (kind: DataKind, names: readonly string[]): string =>
  `Delete ${counted(names.length, dataKindFacts[kind].noun)}, ${listed(names, mostNames)}? ${capital(dataKindFacts[kind].loss)}. Type ${kind} to delete, enter keeps: `;

/** What becomes of the data that is there, for the last question. */
export const fateOf = (there: readonly DataKind[], purged: ReadonlySet<DataKind>): string => {
  const gone = there.filter(kind => purged.has(kind));
  const rest = there.length - gone.length;
  return gone.length === 0
    ? 'and leave its data'
    : `with its ${listed(gone, dataKinds.length)}${rest === 0 ? '' : ' and no other data'}`;
};

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
