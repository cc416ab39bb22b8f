import {usesCeph} from './own-nodes.js';
import type {Profile} from './schema.js';

/** What a choice means that may not be meant, one sentence each. */
export const choiceWarnings = (profile: Profile): string[] =>
  usesCeph(profile) && profile.storage.ceph.devices === 'all'
    ? ['storage.ceph.devices is all: Ceph takes every blank disk of every storage node.']
    : [];
