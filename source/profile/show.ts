import {Document, isMap, isScalar, isSeq, type Node, type Pair} from 'yaml';
import type {Path} from './problem.js';
import {type LoadedProfile, loadProfile} from './read.js';

/** A whole profile as YAML: what the file does not say and the edition decides carries the mark `default`. */
export const renderLoaded = ({profile, isGiven}: LoadedProfile): string => {
  const document = new Document(profile);
  mark(document.contents as Node, [], isGiven);
  document.commentBefore = ` What is marked "default" is not in the file: the edition ${profile.edition} decides it.`;
  return document.toString({lineWidth: 0, flowCollectionPadding: false});
};

/**
 * Reads a profile and writes it out whole.
 * @throws what `readProfile` throws.
 */
export const showProfile = (file: string): string => renderLoaded(loadProfile(file));

const mark = (node: Node, path: Path, isGiven: (path: Path) => boolean): void => {
  if (isMap(node) && node.items.length > 0) {
    for (const pair of node.items as Pair<{value: string}, Node>[]) {
      if (pair.value) {
        mark(pair.value, [...path, pair.key.value], isGiven);
      }
    }
    return;
  }
  if (isSeq(node)) {
    node.flow = node.items.every(isScalar);
  }
  if (!isGiven(path)) {
    node.comment = ' default';
  }
};
