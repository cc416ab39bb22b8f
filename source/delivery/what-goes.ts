import type {Catalogue} from '../catalogue/schema.js';
import type {KubernetesObject} from '../cluster/kubernetes-object.js';
import {type DataKind, isOwnData} from '../plan/data-kinds.js';
import {type Belonging, componentLabel} from './belongings.js';

/** Which components a removal takes, and which it leaves. */
export interface Going {
  readonly going: ReadonlySet<string>;
  /** What the cluster holds beside them: what they share with those that go stays. */
  readonly staying: ReadonlySet<string>;
}

export const goingOf = (names: readonly string[], held: Iterable<string>): Going => {
  const going = new Set(names);
  return {going, staying: new Set([...held].filter(name => !going.has(name)))};
};

export interface Removal extends Going {
  /** Kinds of data that go along. */
  readonly purge: ReadonlySet<DataKind>;
}

/** Whether it is of a component that goes, and of none that stays. */
export const isOfGoing = ({going, staying}: Going, {components}: Pick<Belonging, 'components'>): boolean =>
  components.some(name => going.has(name)) && !components.some(name => staying.has(name));

/** Whether it is not to be there when its component is gone; a definition or a namespace may be another's as well. */
export const isGoing = ({purge}: Pick<Removal, 'purge'>, {data}: Pick<Belonging, 'data'>): boolean =>
  data === undefined || (isOwnData(data) && purge.has(data));

/** What a namespace has to stay for: whatever of it is another's, is nobody's claim, or is data that nobody named. */
export const keepersOf = (
  namespace: string,
  belongings: readonly Belonging[],
  removal: Removal,
): readonly Belonging[] =>
  belongings.filter(
    one =>
      one.object.metadata.namespace === namespace &&
      one.object.metadata.deletionTimestamp === undefined &&
      !(isOfGoing(removal, one) && isGoing(removal, one)),
  );

/** Components of which nothing is held any more but data that an earlier removal left, or did not come to; by sure marks alone. */
export const leftovers = (
  catalogue: Catalogue,
  belongings: readonly Belonging[],
  held: ReadonlySet<string>,
): ReadonlySet<string> =>
  new Set(
    belongings
      .filter(({components, data}) => isOwnData(data) && !components.some(name => held.has(name)))
      .flatMap(({components: [name], object}) =>
        name !== undefined && isMarked(catalogue, name, object) ? [name] : [],
      ),
  );

/** A label of a release is on what others install under the same name as well. */
const isMarked = (
  {components}: Catalogue,
  component: string,
  {kind, metadata: {name, labels = {}, annotations = {}}}: KubernetesObject,
): boolean =>
  componentLabel in labels ||
  'applyset.kubernetes.io/part-of' in labels ||
  'meta.helm.sh/release-name' in annotations ||
  (kind === 'Secret' && components.get(component)?.secrets.some(secret => secret.name === name) === true);
