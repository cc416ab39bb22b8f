import {type Edition, editions} from '../../catalogue/schema.js';
import {defaultProfile} from '../../profile/defaults.js';
import {withEdition} from './answers.js';
import {movedRow} from './rows.js';
import type {Step} from './step.js';
import {factsOf, type WizardState} from './wizard-state.js';

const dealt = (parts: readonly (readonly [number, string])[]): string =>
  parts.map(([count, name]) => `${count} ${name}`).join(', ');

/** Nodes and disks that an edition is made for. */
export const editionNeeds = (edition: Edition): string => {
  const {nodes, storage} = defaultProfile(edition);
  const counts = dealt([
    [nodes.controlPlane.count, 'controllers'],
    [nodes.compute.count, 'computes'],
    [nodes.network.count, 'network'],
    [nodes.storage.count, 'storage'],
  ]);
  return `${counts}; ${storage.block === 'ceph' ? 'blank disks on the storage nodes' : 'a volume group on the storage node'}`;
};

/** What there is where it goes, as far as it was looked at. */
export const hereOf = (state: WizardState): string => {
  const facts = factsOf(state);
  if (facts === null) {
    return state.destination.kind === 'rehearsal' ? 'simulated nodes, as many as it needs' : 'not looked at';
  }
  const labelled = (role: string): number => facts.nodes.filter(({roles}) => roles.includes(role)).length;
  const memory = facts.nodes.reduce((sum, {memoryGiB}) => sum + memoryGiB, 0);
  const counts = dealt([
    [labelled('control-plane'), 'controllers'],
    [labelled('compute'), 'computes'],
    [labelled('network'), 'network'],
    [labelled('storage'), 'storage'],
  ]);
  return `${facts.nodes.length} nodes, ${memory} GiB; by label ${counts}; disks not looked at`;
};

export const editionStep: Step = {
  id: 'edition',
  title: 'Edition',
  sections: ['edition'],
  keys: () => 'edition',
  problems: () => [],
  reduce(state, action) {
    const row = movedRow(editions, state.profile.edition, action);
    const edition = editions.find(one => one === row);
    return edition === undefined
      ? null
      : edition === state.profile.edition
        ? state
        : withEdition(state, edition);
  },
};
