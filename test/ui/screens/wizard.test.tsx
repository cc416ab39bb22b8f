import {expect, test} from 'vitest';
import {defaultProfile} from '../../../source/profile/defaults.js';
import {WizardScreen} from '../../../source/ui/screens/wizard.js';
import {openWizard} from '../../../source/ui/wizard/open-wizard.js';
import {type StepId, stepIds} from '../../../source/ui/wizard/wizard-state.js';
import {screenAt} from '../../helpers/screen.js';
import {opening} from '../fixtures/opening.js';

const opened = openWizard({
  ...opening,
  contexts: {current: null, contexts: [], problem: null},
  servers: {...opening.servers, state: 'missing'},
});
const frame = (columns: number, rows: number, step: StepId): string =>
  `\n${screenAt(columns, rows, <WizardScreen state={{...opened, index: stepIds.indexOf(step)}} />).lastFrame()}`;

test('where, at 80x24', () => {
  expect(frame(80, 24, 'where')).toMatchInlineSnapshot(`
    "
     Genestack                                                          step 1 of 8
    ────────────────────────────────────────────────────────────────────────────────
     Where shall Genestack go?

     ❯ Rehearse on this machine
         A real Kubernetes API, Helm and Kustomize, simulated nodes. Touches
         nothing else. First start builds the servers: about 8 min, 2 GB of disk.
       Write a profile only














    ────────────────────────────────────────────────────────────────────────────────
     ↑↓ choose   enter next   ? keys   q quit"
  `);
});

test('edition, at 80x24', () => {
  expect(frame(80, 24, 'edition')).toMatchInlineSnapshot(`
    "
     Genestack · rehearsal                                              step 2 of 8
    ────────────────────────────────────────────────────────────────────────────────
     Which edition?                  What it turns on      Flex        Enterprise
                                     Aodh (Helm)           ○ optional  ●
     ❯ OpenStack Flex                Calico                ○ optional  ●
         shared OVN fabric,          Ceilometer (Helm)     ○ optional  ●
         iSCSI for block storage     Designate (Helm)      ○ optional  ●
       OpenStack Enterprise          Ironic (Helm)         ○ optional  ●
         Calico, Ceph,               iscsi/tgtd            ●           ○ optional
         bare metal, DNS             Kube-OVN              ●           ○ optional
                                     Masakari (Helm)       ○ optional  ●
                                     metal3.io             ○ optional  ●
                                     MongoDB               ○ optional  ●
                                     openVswitch (Helm)    ○ optional  ●
                                     Ceph Rook             ○ optional  ●
                                     30 rows the same in both

                                     Needs  3 controllers, 2 computes, 1 network, 1
                                     storage; a volume group on the storage node
                                     Here   simulated nodes, as many as it needs


    ────────────────────────────────────────────────────────────────────────────────
     ↑↓ choose   enter next   esc back   ? keys"
  `);
});

test('edition, at the smallest size', () => {
  expect(frame(60, 16, 'edition')).toMatchInlineSnapshot(`
    "
     Genestack · rehearsal                          step 2 of 8
    ────────────────────────────────────────────────────────────
     Which edition?              What it turn… Flex  Ent.
                                 Aodh (Helm)   ○     ●
     ❯ OpenStack Flex            Calico        ○     ●
         shared OVN fabric,      Ceilometer (… ○     ●
         iSCSI for block storage Designate (H… ○     ●
       OpenStack Enterprise      Ironic (Helm) ○     ●
         Calico, Ceph,           iscsi/tgtd    ●     ○
         bare metal, DNS         Kube-OVN      ●     ○
                                 Masakari (He… ○     ●
                                 4 more, and 30 rows the same in
                                 both

    ────────────────────────────────────────────────────────────
     ↑↓ choose   enter next   esc back   ? keys"
  `);
});

test('networking, at 80x24', () => {
  expect(frame(80, 24, 'networking')).toMatchInlineSnapshot(`
    "
     Genestack Flex · rehearsal                                         step 3 of 8
    ────────────────────────────────────────────────────────────────────────────────
     Cluster network    ❯ Kube-OVN    Calico
     Pods                 10.236.0.0/14
     Services             10.233.0.0/18
     Join                 100.64.0.0/16
     Node interface       eth0                           management, on every node
     OVN provider port    eth1                           loses its address
     MetalLB            ❯ Layer 2    BGP
     External             10.74.8.99/32                  users reach these
     Internal             10.234.0.0/24











    ────────────────────────────────────────────────────────────────────────────────
     ↑↓ field   ←→ choose   enter next   esc back   ? keys"
  `);
});

test('services, at 80x24', () => {
  expect(frame(80, 24, 'services')).toMatchInlineSnapshot(`
    "
     Genestack Flex · rehearsal                                         step 7 of 8
    ────────────────────────────────────────────────────────────────────────────────
     Services                                         51 components on, 0 by choice
       ▾ OpenStack (20)
         ■ required: Barbican (Helm), Cinder (Helm), Glance (Helm), Heat (Helm), H…
     ❯   □ Designate (Helm)    brings powerdns
         □ Ironic (Helm)
         □ metal3.io           brings metal3-ironic
         □ openVswitch (Helm)  decided in Networking
         □ Ceph Rook           decided in Storage
         □ Skyline (Helm)
       ▾ Later stage (4)
         □ Aodh (Helm)
         □ Ceilometer (Helm)   brings gnocchi, postgres-cluster, postgres-operato…
         □ Masakari (Helm)
         □ MongoDB             brings mongodb-operator
       ▸ Monitoring (7) required
       ▾ Kubernetes (11)
         ■ required: Cert-Manager, Core DNS, Helm, Ingress Controller (Nginx), Kub…
         □ Calico              decided in Networking


    ────────────────────────────────────────────────────────────────────────────────
     ↑↓ move   space on/off   ←→ fold   i about   enter next   esc back   ? keys"
  `);
});

test('review, at the smallest size', () => {
  expect(frame(60, 16, 'review')).toMatchInlineSnapshot(`
    "
     Genestack Flex · rehearsal                     step 8 of 8
    ────────────────────────────────────────────────────────────
     What will be done
     Networking   kube-ovn, pods 10.236.0.0/14, services 10.2…
     MetalLB      layer2, 10.74.8.99/32
     Storage      class general by topolvm, Cinder on iscsi
     Names        genestack, RegionOne, cloud.example.com
     Components   51, 0 of them in the later stage
     Estimate     about 21 min on real nodes, along kubernete…

     ❯ Write ./genestack.yaml and rehearse it
       Not yet: esc goes back to the questions


    ────────────────────────────────────────────────────────────
     ↑↓ move   enter next   esc back   ? keys"
  `);
});

test.each(stepIds)('%s, at 120x40: whole, and nothing is wider than the window', step => {
  expect(frame(120, 40, step)).toMatchSnapshot();
});

test.each(stepIds)('%s, at the smallest size: nothing is cut off below', step => {
  const lines = frame(60, 16, step).trim().split('\n');
  expect(lines).toHaveLength(16);
  expect(lines.at(-1)).toContain('? keys');
  expect(lines.filter(line => line.length > 60)).toEqual([]);
});

const review = (columns: number, rows: number, state: Partial<typeof opened>): string => {
  const at = {...opened, profile: defaultProfile('enterprise'), index: stepIds.indexOf('review'), ...state};
  return screenAt(columns, rows, <WizardScreen state={at} />).lastFrame() ?? '';
};
const onCluster = {destination: {kind: 'cluster', context: 'site-a'}} as const;

test('what has to be known is said before a real cluster is begun, and of a rehearsal it is not', () => {
  expect(review(80, 24, onCluster)).toContain('Ceph takes every blank disk of every storage');
  expect(review(80, 24, onCluster)).toMatch(/\d more to know before: "genestack profile check" prints them/);
  const large = review(120, 40, onCluster);
  expect(large).toContain('Kubernetes has deprecated the IPVS mode');
  expect(large).not.toContain('to know before');
  const small = review(60, 16, onCluster).trim().split('\n');
  expect(small).toHaveLength(16);
  expect(small.at(-1)).toContain('? keys');
  expect(small.join('\n')).toContain('8 to know before');
  expect(review(120, 40, {destination: {kind: 'rehearsal'}})).not.toContain('blank disk');
});
