import {z} from 'zod';
import {address, objectName, quantity, volumeGroup} from './forms.js';

const devices = z
  .union(
    [
      z.literal('all'),
      z.strictObject({
        filter: z.string().min(1).describe('Regular expression on the names of devices, e.g. ^sd[b-d]$.'),
      }),
      z.strictObject({
        list: z
          .array(z.string().min(1))
          .min(1)
          .describe('Names of devices, the same on every storage node, e.g. sdb.'),
      }),
    ],
    {error: 'must be all, or filter: EXPRESSION, or list: [NAME, …]'},
  )
  .describe(
    'Disks that Ceph takes. all takes every blank disk of every storage node. Asked for wherever Ceph is chosen: no disk goes that the profile does not name.',
  );

/** Where the data lies. */
export const storageSchema = z
  .strictObject({
    classes: z
      .enum(['topolvm', 'ceph', 'existing'])
      .describe(
        'Who provides the Kubernetes storage class general: topolvm (volume groups of the nodes, one node at a time), ceph (Rook), or existing (a class the cluster has).',
      ),
    existingClass: objectName('For classes: existing. The class that is there.').optional(),
    multiAttach: z
      .enum(['ceph', 'nfs', 'existing', 'none'])
      .describe(
        'Who provides volumes that several nodes mount at once (ReadWriteMany): ceph (with classes: ceph only), nfs (one NFS server in the cluster), existing (a class the cluster has), or none. With one of them Glance has a pod for each control-plane node (3 at most), else a single one. It cannot be changed once Glance is installed. Left out: ceph with classes: ceph, else nfs.',
      ),
    existingMultiAttachClass: objectName(
      'For multiAttach: existing. The class that is there, whose volumes can be mounted ReadWriteMany.',
    ).optional(),
    nfs: z
      .strictObject({
        size: quantity(
          'Volume of the NFS server, of the class that classes provides; all its volumes lie on it, and glance.size has to fit into nine tenths of it.',
        ),
      })
      .describe('For multiAttach: nfs.'),
    block: z
      .enum(['iscsi', 'ceph', 'external-ceph'])
      .describe(
        "Cinder's backend: iscsi (LVM volumes exported by iscsi/tgtd; every compute node needs iscsid), ceph (RBD of Rook), or external-ceph (RBD of a Ceph outside of the cluster: its pool volumes, its user cinder, whose keyring and key you put into the Secret openstack/ceph-client-cinder).",
      ),
    topolvm: z
      .strictObject({
        volumeGroup: volumeGroup('LVM volume group on the nodes that TopoLVM cuts volumes from.'),
      })
      .describe('For classes: topolvm.'),
    ceph: z
      .strictObject({
        devices: devices.optional(),
        replicas: z.int().min(1).max(5).describe('Copies of every object; not more than storage nodes.'),
        monitors: z
          .array(address('Address of a monitor.'))
          .describe('For block: external-ceph. Its monitors, on their usual ports.'),
      })
      .describe('For classes: ceph, block: ceph and block: external-ceph.'),
    iscsi: z
      .strictObject({
        volumeGroup: volumeGroup('LVM volume group on the storage nodes that Cinder cuts volumes from.'),
        helper: z
          .enum(['lioadm', 'tgtadm'])
          .describe('What exports the volumes: lioadm (in the kernel) or tgtadm (tgtd).'),
      })
      .describe('For block: iscsi.'),
  })
  .describe('Where data lies.');

const replicas = (description: string) =>
  z
    .union([z.literal(1), z.literal(3), z.literal(5)], {
      error: 'must be 1, 3 or 5, so that a majority exists',
    })
    .describe(description);

export const databaseSchema = z
  .strictObject({
    topology: z
      .enum(['galera', 'replication'])
      .describe(
        'galera: every server has every write at once. replication: one server writes and the others follow. Services write to one server in both.',
      ),
    replicas: replicas('Servers, each on a node of its own.'),
    size: quantity('Volume of each server.'),
    bufferPool: quantity(
      'Memory that each server keeps tables in (innodb_buffer_pool_size), at most; less where an eighth of the memory of the smallest control-plane node is less.',
    ),
  })
  .describe('MariaDB, which every OpenStack service keeps its state in.');

export const messagingSchema = z
  .strictObject({
    replicas: replicas('Servers, each on a node of its own; quorum queues want 3.'),
    size: quantity('Volume of each server.'),
  })
  .describe('RabbitMQ, which the OpenStack services talk over.');
