process.env.TZ = 'UTC';

import {expect, test, vi} from 'vitest';
import {initialRunScreen} from '../../../source/ui/tree/run-screen.js';
import {screenAt} from '../../helpers/screen.js';
import {type Moment, waitingForMariaDB, withFailure} from '../fixtures/run-views.js';
import {StandingRun} from '../fixtures/run-world.js';

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
 l logs   esc back   ? keys`,
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
 l logs   esc back   ? keys`,
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
 ↑↓ scroll   l logs   esc back   ? keys`,
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
 ↑↓ scroll   l logs   esc back   ? keys`,
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
 l logs   esc back   ? keys`,
  );
});
