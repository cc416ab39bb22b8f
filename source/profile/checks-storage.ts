import {multiAttachClassName} from './derived-storage.js';
import {bytesOf} from './forms.js';
import {usesCeph} from './own-nodes.js';
import type {Finding} from './problem.js';
import type {Profile} from './schema.js';

/** What is wrong with where data lies. Pure. */
export const checkStorage = (profile: Profile): Finding[] => {
  const {storage, nodes} = profile;
  const findings = checkMultiAttach(profile);
  if (storage.classes === 'existing' && storage.existingClass === undefined) {
    findings.push({
      path: ['storage', 'existingClass'],
      message: 'is missing; storage.classes is existing, which asks for the name of the class',
    });
  }
  if (usesCeph(profile) && storage.ceph.devices === undefined) {
    findings.push({
      path: ['storage', 'ceph', 'devices'],
      message:
        'is missing; Ceph takes no disk that the profile does not name: write {list: [sdb, sdc]}, {filter: "^sd[b-d]$"}, or all for every blank disk of every storage node',
    });
  }
  if (storage.block === 'external-ceph' && storage.ceph.monitors.length === 0) {
    findings.push({
      path: ['storage', 'ceph', 'monitors'],
      message: 'is empty; storage.block is external-ceph, which asks for the addresses of its monitors',
    });
  }
  if (storage.block === 'iscsi' && nodes.storage.count === 0) {
    findings.push({
      path: ['nodes', 'storage', 'count'],
      message: 'is 0 and storage.block is iscsi, which needs a storage node',
    });
  }
  return findings;
};

/** Of a volume, what its file system leaves at least; the provisioner refuses a claim that is larger than what is free. */
const usable = 0.9;

const checkMultiAttach = ({storage, glance}: Profile): Finding[] => {
  const findings: Finding[] = [];
  if (storage.multiAttach === 'ceph' && storage.classes !== 'ceph') {
    findings.push({
      path: ['storage', 'multiAttach'],
      message: `is ceph and storage.classes is ${storage.classes}; Ceph provides such volumes with storage.classes: ceph only, so take nfs, existing or none`,
    });
  }
  if (storage.multiAttach === 'existing' && storage.existingMultiAttachClass === undefined) {
    findings.push({
      path: ['storage', 'existingMultiAttachClass'],
      message: 'is missing; storage.multiAttach is existing, which asks for the name of the class',
    });
  }
  if (storage.multiAttach !== 'nfs') {
    return findings;
  }
  if (storage.classes === 'existing' && storage.existingClass === multiAttachClassName) {
    findings.push({
      path: ['storage', 'existingClass'],
      message: `is ${multiAttachClassName}, the class that storage.multiAttach: nfs makes on a volume of this one; take existing for storage.multiAttach, or another class here`,
    });
  }
  if (bytesOf(storage.nfs.size) * usable < bytesOf(glance.size)) {
    findings.push({
      path: ['storage', 'nfs', 'size'],
      message: `is ${storage.nfs.size} and glance.size is ${glance.size}; the images lie on that volume, of which the file system leaves nine tenths, so make one larger or the other smaller`,
    });
  }
  return findings;
};
