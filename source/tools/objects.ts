import {CORE_SCHEMA, loadAll, YAMLException} from 'js-yaml';
import type {KubernetesObject} from '../cluster/kubernetes-object.js';

/**
 * The objects of a stream of YAML documents; empty documents are left out and a List is taken apart.
 *
 * @throws an Error that names line and column, and quotes nothing of the text, which may hold secrets.
 */
export const parseObjects = (text: string): KubernetesObject[] =>
  // Charts render keys twice, and Helm takes the last.
  documentsOf(text).flatMap(document => {
    const content = document as KubernetesObject | null | undefined;
    if (content === null || typeof content !== 'object') return [];
    return content.kind === 'List' && Array.isArray(content.items)
      ? (content.items as KubernetesObject[])
      : [content];
  });

const documentsOf = (text: string): unknown[] => {
  try {
    return loadAll(text, {schema: CORE_SCHEMA, json: true});
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const {line, column} = error.mark ?? {line: 0, column: 0};
    throw new Error(`${error.reason} at line ${line + 1}, column ${column + 1}`);
  }
};
