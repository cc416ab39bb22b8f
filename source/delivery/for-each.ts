import {fill} from '../catalogue/placeholders.js';
import type {KubernetesObject} from '../cluster/kubernetes-object.js';

/** Names the list, by its path in the placeholders' context, of whose items each gets a copy of the object. */
const annotation = 'genestack.io/for-each';

/** The objects with their placeholders filled; one that is annotated comes once for each `item` of a list. */
export const fillObjects = (
  objects: readonly KubernetesObject[],
  context: Readonly<Record<string, unknown>>,
): KubernetesObject[] =>
  objects.flatMap(object => {
    const path = object.metadata.annotations?.[annotation];
    if (path === undefined) {
      return [fill(object, context) as KubernetesObject];
    }
    const {[annotation]: _, ...annotations} = object.metadata.annotations ?? {};
    const bare = {...object, metadata: {...object.metadata, annotations}};
    return (fill(`\${${path}}`, context) as unknown[]).map(
      item => fill(bare, {...context, item}) as KubernetesObject,
    );
  });
