import {z} from 'zod';
import {editions} from '../catalogue/schema.js';
import {askSectionNames} from './ask.js';
import {domainName, label, objectName, word} from './forms.js';
import {certificatesSchema, domainSchema, ingressSchema, networkSchema} from './network-schema.js';
import {
  designateSchema,
  glanceSchema,
  ironicSchema,
  metal3Schema,
  monitoringSchema,
  novaSchema,
  octaviaSchema,
  redfishSchema,
  thanosSchema,
} from './service-schema.js';
import {databaseSchema, messagingSchema, storageSchema} from './storage-schema.js';

export const apiVersion = 'genestack.io/v1alpha1';

const nodes = (description: string, least: number) =>
  z
    .strictObject({
      count: z.int().min(least).max(5000).describe('How many nodes have this role.'),
      names: z
        .array(objectName('Name of a node, as kubectl get nodes prints it.'))
        .optional()
        .describe(
          'Which nodes have it: they are given its labels, and others lose what was given them. Where it is left out, nodes are found by the labels they carry.',
        ),
    })
    .describe(description);

/**
 * A whole profile, defaults filled in: what was chosen, never a secret. A file names `apiVersion`, `kind` and `edition`, and of
 * the rest what differs from the edition's defaults (defaults.ts). Ranges and what hangs together are judged by checks.ts.
 */
export const profileSchema = z
  .strictObject({
    apiVersion: z.literal(apiVersion).describe('Version of this format.'),
    kind: z.literal('Profile').describe('What this file is.'),
    edition: z
      .enum(editions)
      .describe(
        'Which column of the component matrix is installed; all defaults go by it. flex: Kube-OVN and iSCSI. enterprise: Calico, Open vSwitch and Ceph.',
      ),
    name: label('Name of this cloud, shown on screens and in reports.'),
    region: word('Name of the OpenStack region. It cannot be changed once Keystone is installed.'),
    availabilityZone: word('Name of the availability zone of computes, volumes and networks.'),
    domain: domainSchema,
    clusterDomain: domainName('DNS domain of the Kubernetes cluster, as its kubelets were given it.'),
    nodes: z
      .strictObject({
        hyperconverged: z
          .boolean()
          .describe(
            'Every node has every role. The counts are then equal, and are the number of all nodes together.',
          ),
        controlPlane: nodes(
          'Nodes of the APIs, the database and the messages; 3 survive the loss of one.',
          1,
        ),
        compute: nodes('Nodes that instances run on.', 1),
        network: nodes('Nodes that route instances to the outside. Computes carry this label too.', 0),
        storage: nodes('Nodes whose disks hold volumes.', 0),
      })
      .describe('Which roles there are nodes for. A cluster is checked against it; a rehearsal makes them.'),
    network: networkSchema,
    ingress: ingressSchema,
    certificates: certificatesSchema,
    storage: storageSchema,
    database: databaseSchema,
    messaging: messagingSchema,
    glance: glanceSchema,
    nova: novaSchema,
    octavia: octaviaSchema,
    designate: designateSchema,
    ironic: ironicSchema,
    metal3: metal3Schema,
    monitoring: monitoringSchema,
    thanos: thanosSchema,
    redfish: redfishSchema,
    components: z
      .record(z.string(), z.boolean())
      .describe(
        'Components chosen by name: true is on, false is off. What is not named goes by the edition and by the choices above.',
      ),
    overrides: z
      .string()
      .min(1)
      .optional()
      .describe(
        'Folder of your own values, overlays and components, relative to this file: values.yaml for every chart, kustomize/patches/ for everything, components/NAME/values.yaml and components/NAME/kustomize/ for one, components/NAME/component.yaml for one of your own.',
      ),
  })
  .describe('Profile of a Genestack cloud');

export type Profile = z.output<typeof profileSchema>;

/** What a file may hold: a profile, and what of it is not chosen yet. */
export const profileFileSchema = profileSchema
  .extend({
    ask: z
      .array(z.enum(askSectionNames))
      .describe(
        'Sections that are still to be asked: on a terminal exactly these are, elsewhere the profile is refused.',
      )
      .optional(),
  })
  .describe('Profile of a Genestack cloud');
