import {parseAllDocuments} from 'yaml';
import type {KubernetesObject} from '../cluster/kubernetes-object.js';

/**
 * The objects of a stream of YAML documents; empty documents are left out and a List is taken apart.
 *
 * @throws an error of the YAML library that names line and column.
 */
export const parseObjects = (text: string): KubernetesObject[] => {
  const documents = parseAllDocuments(text, {uniqueKeys: false, logLevel: 'error'});
  return documents.flatMap(document => {
    const [error] = document.errors;
    if (error !== undefined) throw error;
    const content = document.toJS({maxAliasCount: 1000}) as KubernetesObject | null;
    if (content === null || typeof content !== 'object') return [];
    return content.kind === 'List' && Array.isArray(content.items)
      ? (content.items as KubernetesObject[])
      : [content];
  });
};
