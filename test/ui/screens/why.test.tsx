process.env.TZ = 'UTC';

import {expect, test, vi} from 'vitest';
import type {Run} from '../../../source/ui/ports.js';
import {initialRunScreen} from '../../../source/ui/tree/run-screen.js';
import {screenAt} from '../../helpers/screen.js';
import {type Moment, waitingForMariaDB, withFailure} from '../fixtures/run-views.js';
import {claimInquiry, StandingRun, standingRun} from '../fixtures/run-world.js';

const whyOf = (component: string, moment: Moment) => (
  <StandingRun moment={moment} begin={{...initialRunScreen, layer: 'why', target: {component}}} />
);
const shows = (screen: ReturnType<typeof screenAt>, frame: string) =>
  vi.waitFor(() => expect(`\n${screen.lastFrame()}`).toBe(frame));

test('enter on a row asks why, escape goes back to the row', async () => {
  const screen = screenAt(80, 24, <StandingRun moment={waitingForMariaDB()} />);
  screen.press('/', ...'maria', 'enter', 'end', 'enter');
  await shows(
    screen,
    `
 Why is mariadb-cluster not ready?                                    GS-POD-01
────────────────────────────────────────────────────────────────────────────────
 mariadb-cluster › StatefulSet mariadb-cluster › pod mariadb-cluster-2 › claim
 storage-mariadb-cluster-2

 The claim waits for a volume, and no StorageClass named "general" exists. 15
 components wait behind this one.

 Do      Make the class, or name another one in the profile: kubectl get
         storageclass
 Seen    claim Pending for 2:31
         event ProvisioningFailed 6 times, last 12 s ago:
         storageclass.storage.k8s.io "general" not found
 Asked   14:06:29, from the API; nodes and their pods are simulated

 What    Galera (Operator), 11.8.5, namespace openstack






────────────────────────────────────────────────────────────────────────────────
 l logs   y copy   esc back   ? keys`,
  );
  screen.press('escape');
  await vi.waitFor(() => expect(screen.lastFrame()).toContain('❯  ◐ mariadb-cluster'));
});

test('80x24 of one that failed', async () => {
  await shows(
    screenAt(80, 24, whyOf('rabbitmq-cluster', withFailure(100))),
    `
 Why did rabbitmq-cluster fail?                                       GS-POD-01
────────────────────────────────────────────────────────────────────────────────
 mariadb-cluster › StatefulSet mariadb-cluster › pod mariadb-cluster-2 › claim
 storage-mariadb-cluster-2

 RabbitmqCluster rabbitmq-cluster cannot become ready. Pod rabbitmq-server-0
 cannot pull the image rabbitmq:4.1.4 (ImagePullBackOff).
 The claim waits for a volume, and no StorageClass named "general" exists. 15
 components wait behind this one.

 Do      Make the class, or name another one in the profile: kubectl get
         storageclass
 Seen    claim Pending for 2:31
         event ProvisioningFailed 6 times, last 12 s ago:
         storageclass.storage.k8s.io "general" not found
 Asked   14:06:29, from the API; nodes and their pods are simulated

 What    rabbitMQ (Operator), 4.1.4, namespace openstack




────────────────────────────────────────────────────────────────────────────────
 l logs   y copy   esc back   ? keys`,
  );
});

test('60x16 scrolls to the end and no further', async () => {
  const screen = screenAt(60, 16, whyOf('keystone', waitingForMariaDB()));
  await shows(
    screen,
    `
 Why has keystone not begun?                      GS-POD-01
────────────────────────────────────────────────────────────
 mariadb-cluster › StatefulSet mariadb-cluster › pod
 mariadb-cluster-2 › claim storage-mariadb-cluster-2

 The claim waits for a volume, and no StorageClass named
 "general" exists. 15 components wait behind this one.

 Do      Make the class, or name another one in the
         profile: kubectl get storageclass
 Waits   mariadb-cluster ← claim storage-mariadb-cluster-2,
         unbound: StorageClass general does not exist
 Seen    claim Pending for 2:31
         event ProvisioningFailed 6 times, last 12 s ago:
─ 10 more lines below ──────────────────────────────────────
 ↑↓ scroll   l logs   y copy   esc back   ? keys`,
  );
  screen.press('end', 'down', 'up', 'down');
  await shows(
    screen,
    `
 Why has keystone not begun?                      GS-POD-01
────────────────────────────────────────────────────────────
 Seen    claim Pending for 2:31
         event ProvisioningFailed 6 times, last 12 s ago:
         storageclass.storage.k8s.io "general" not found
 Asked   14:06:29, from the API; nodes and their pods are
         simulated

 What    Keystone (Helm), chart keystone,
         2026.1.8+db238e7c3, namespace openstack

 Last lines of helm
   14:04:51 Release "keystone" does not exist. Installing
   it now.
────────────────────────────────────────────────────────────
 ↑↓ scroll   l logs   y copy   esc back   ? keys`,
  );
});

test('120x40', async () => {
  await shows(
    screenAt(120, 40, whyOf('keystone', waitingForMariaDB())),
    `
 Why has keystone not begun?                                                                                  GS-POD-01
────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
 mariadb-cluster › StatefulSet mariadb-cluster › pod mariadb-cluster-2 › claim storage-mariadb-cluster-2

 The claim waits for a volume, and no StorageClass named "general" exists. 15 components wait behind this one.

 Do      Make the class, or name another one in the profile: kubectl get storageclass
 Waits   mariadb-cluster ← claim storage-mariadb-cluster-2, unbound: StorageClass general does not exist
 Seen    claim Pending for 2:31
         event ProvisioningFailed 6 times, last 12 s ago: storageclass.storage.k8s.io "general" not found
 Asked   14:06:29, from the API; nodes and their pods are simulated

 What    Keystone (Helm), chart keystone, 2026.1.8+db238e7c3, namespace openstack

 Last lines of helm
   14:04:51 Release "keystone" does not exist. Installing it now.






















────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
 l logs   y copy   esc back   ? keys`,
  );
});

test('the last lines of the container at the root stand in the same view, and y copies', async () => {
  const log = {namespace: 'openstack', pod: 'cinder-volume-1', container: 'cinder-volume', previous: true};
  const moment = waitingForMariaDB();
  const run: Run = {
    ...standingRun(moment.view),
    inquire: () => ({...claimInquiry, code: 'GS-POD-04', isCause: true, seen: [], log}),
    lastLines: async of => [`${of.container}: iSCSI target refused`, 'port 3260 in use'],
  };
  const begin = {...initialRunScreen, layer: 'why', target: {component: 'keystone'}} as const;
  const screen = screenAt(80, 24, <StandingRun moment={moment} begin={begin} run={run} />);
  await vi.waitFor(() =>
    expect(screen.lastFrame()).toContain(
      ' Last lines of cinder-volume in cinder-volume-1, before it ended\n   cinder-volume: iSCSI target refused\n   port 3260 in use\n',
    ),
  );
  screen.press('y');
  await vi.waitFor(() => expect(screen.lastFrame()).toContain('Type    genestack explain GS-POD-04'));
  screen.press('escape');
  await vi.waitFor(() => expect(screen.lastFrame()).toContain('port 3260 in use'));
});
