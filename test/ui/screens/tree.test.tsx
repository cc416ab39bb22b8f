import {describe, expect, test, vi} from 'vitest';
import {screenAt} from '../../helpers/screen.js';
import {preparing, succeeded, waitingForMariaDB, withFailure} from '../fixtures/run-views.js';
import {StandingRun} from '../fixtures/run-world.js';

const waiting = () => <StandingRun moment={waitingForMariaDB()} />;
const shows = (screen: ReturnType<typeof screenAt>, frame: string) =>
  vi.waitFor(() => expect(`\n${screen.lastFrame()}`).toBe(frame));

describe('a run in the middle, with one claim unbound', () => {
  test('80x24', async () => {
    await shows(
      screenAt(80, 24, waiting()),
      `
 Genestack Flex · rehearsal, 5 simulated nodes      36 of 51 ready  4:12 ~5 min
━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╸────────────────────────
❯▸ Kubernetes              ✔ ready        21/21                            1:28
 ▾ OpenStack               ◐ rolling out   8/21                            4:12
   ✔ mariadb-operator-crds ready                                           0:03
   ✔ libvirt               ready           5/5                             0:16
   ✔ memcached             ready           3/3                             0:16
   ✔ ovn-setup             ready           5/5                             0:07
   ✔ rabbitmq-operator     ready           1/1                             0:13
   ✔ mariadb-operator      ready           2/2                             0:17
   ✔ rabbitmq-topology-op… ready           1/1                             0:16
   ✔ rabbitmq-cluster      ready                                           0:37
   ◐ mariadb-cluster       rolling out     2/3   claim storage-mariadb…    3:10
     └ mariadb-cluster     StatefulSet     2/3
       ├ …-0               Running               node-2
       ├ …-1               Running               node-4
       └ …-2               Pending               waits for claim storage-maria…
   ○ keystone              planned, waits for mariadb-cluster ← claim storage-…
   ○ barbican              planned, waits for keystone ← mariadb-cluster
   ○ cinder                planned, waits for keystone ← mariadb-cluster
   ○ 9 more                planned, wait for mariadb-cluster             z show
 ▾ Monitoring              ◐ rolling out   7/9                             4:12
────────────────────────────────────────────────────────────────────────────────
 ↑↓ move   ←→ fold   enter why   l logs   / find   ? keys   q detach`,
    );
  });

  test('120x40 has versions and more of what is waited for', async () => {
    await shows(
      screenAt(120, 40, waiting()),
      `
 Genestack Flex · rehearsal, 5 simulated nodes                                              36 of 51 ready  4:12 ~5 min
━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╸───────────────────────────────────
❯▸ Kubernetes                                    ✔ ready        21/21                                              1:28
 ▾ OpenStack                                     ◐ rolling out   8/21                                              4:12
   ✔ mariadb-operator-crds         26.3.0        ready                                                             0:03
   ✔ libvirt                       2025.1.4      ready           5/5                                               0:16
   ✔ memcached                     2025.2.2      ready           3/3                                               0:16
   ✔ ovn-setup                     v1.15.4       ready           5/5                                               0:07
   ✔ rabbitmq-operator             v2.19.1       ready           1/1                                               0:13
   ✔ mariadb-operator              26.3.0        ready           2/2                                               0:17
   ✔ rabbitmq-topology-operator    v1.19.1       ready           1/1                                               0:16
   ✔ rabbitmq-cluster              4.1.4         ready                                                             0:37
   ◐ mariadb-cluster               11.8.5        rolling out     2/3   claim storage-mariadb-cluster-2, unbound    3:10
     └ mariadb-cluster                           StatefulSet     2/3
       ├ …-0                                     Running               node-2
       ├ …-1                                     Running               node-4
       └ …-2                                     Pending               waits for claim storage-mariadb-cluster-2, unbo…
   ○ keystone                      2026.1.8      planned, waits for mariadb-cluster ← claim storage-mariadb-cluster-2,…
   ○ barbican                      2026.1.8      planned, waits for keystone ← mariadb-cluster ← claim storage-mariadb…
   ○ cinder                        2026.1.9      planned, waits for keystone ← mariadb-cluster ← claim storage-mariadb…
   ○ 9 more                                      planned, wait for mariadb-cluster                               z show
 ▾ Monitoring                                    ◐ rolling out   7/9                                               4:12
   ✔ monitoring-crds               24.0.1        ready                                                             0:03
   ✔ redfish-exporter              1             ready           1/1   stand-in chart                              0:12
   ✔ kube-prometheus-stack         78.3.0        ready           7/7                                               0:30
   ✔ alertmanager                                ready                                                             0:20
   ✔ node-exporter                               ready                                                             0:12
   ✔ prometheus                                  ready                                                             0:25
   ✔ thanos                        0.38.0        ready           5/5                                               1:07
   ○ grafana                       12.11.1       planned, waits for mariadb-cluster ← claim storage-mariadb-cluster-2,…
   ○ openstack-exporter            0.4.5         planned, waits for keystone ← mariadb-cluster ← claim storage-mariadb…







────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
 ↑↓ move   ←→ fold   enter why   l logs   / find   ? keys   q detach`,
    );
  });

  test('60x16 has neither versions nor times nor counts', async () => {
    await shows(
      screenAt(60, 16, waiting()),
      `
 Genestack Flex · rehearsal,…   36 of 51 ready  4:12 ~5 min
━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╸──────────────────
❯▸ Kubernetes           ✔ ready
 ▾ OpenStack            ◐ rolling out
   ✔ mariadb-operator-… ready
   ✔ libvirt            ready
   ✔ memcached          ready
   ✔ ovn-setup          ready
   ✔ rabbitmq-operator  ready
   ✔ mariadb-operator   ready
   ✔ rabbitmq-topology… ready
   ✔ rabbitmq-cluster   ready
   ◐ mariadb-cluster    rolling out   claim storage-mariad…
     └ mariadb-cluster  StatefulSet
────────────────────────────────────────────────────────────
 ↑↓ move  ←→ fold  enter why  l logs  ? keys  q detach`,
    );
  });

  test('80x24 in ASCII', async () => {
    await shows(
      screenAt(80, 24, waiting(), {ascii: true, colour: false}),
      `
 Genestack Flex . rehearsal, 5 simulated nodes      36 of 51 ready  4:12 ~5 min
=======================================================>------------------------
>> Kubernetes              + ready        21/21                            1:28
 v OpenStack               o rolling out   8/21                            4:12
   + mariadb-operator-crds ready                                           0:03
   + libvirt               ready           5/5                             0:16
   + memcached             ready           3/3                             0:16
   + ovn-setup             ready           5/5                             0:07
   + rabbitmq-operator     ready           1/1                             0:13
   + mariadb-operator      ready           2/2                             0:17
   + rabbitmq-topology-o.. ready           1/1                             0:16
   + rabbitmq-cluster      ready                                           0:37
   o mariadb-cluster       rolling out     2/3   claim storage-mariad..    3:10
     \\ mariadb-cluster     StatefulSet     2/3
       | ..-0              Running               node-2
       | ..-1              Running               node-4
       \\ ..-2              Pending               waits for claim storage-mari..
   - keystone              planned, waits for mariadb-cluster <- claim storag..
   - barbican              planned, waits for keystone <- mariadb-cluster
   - cinder                planned, waits for keystone <- mariadb-cluster
   - 9 more                planned, wait for mariadb-cluster             z show
 v Monitoring              o rolling out   7/9                             4:12
--------------------------------------------------------------------------------
 up/down move  left/right fold  enter why  l logs  / find  ? keys  q detach`,
    );
  });

  test('says the same without colour', async () => {
    const [plain, coloured] = [screenAt(80, 24, waiting(), {colour: false}), screenAt(80, 24, waiting())];
    await shows(plain, `\n${coloured.lastFrame()}`);
  });
});

test('before the engine begins what is prepared is told above the tree', async () => {
  await shows(
    screenAt(80, 24, <StandingRun moment={preparing()} />),
    `
 Genestack Flex · rehearsal, 5 simulated nodes      0 of 51 ready  preparing...
────────────────────────────────────────────────────────────────────────────────
 The servers are there.
 etcd and the API server are up at https://127.0.0.1:6443.
 Five simulated nodes are Ready.
 Looking for the charts of 22 components.
❯▾ Kubernetes              ○ planned       0/21
   ○ helm                  planned
   ○ kubernetes            planned
   ○ kustomize             planned
   ○ gateway-api-crds      planned, waits for kubernetes
   ○ kube-proxy            planned, waits for kubernetes
   ○ monitor-role          planned, waits for kubernetes
   ○ 15 more               planned, wait for kubernetes                  z show
 ▾ OpenStack               ○ planned       0/21
   ○ mariadb-operator-crds planned, waits for kubernetes
   ○ libvirt               planned, waits for kube-ovn ← … ← kubernetes
   ○ memcached             planned, waits for kube-ovn ← … ← kubernetes
   ○ 18 more               planned, wait for kubernetes                  z show
 ▾ Monitoring              ○ planned       0/9
   ○ monitoring-crds       planned, waits for kubernetes
   ○ redfish-exporter      planned, waits for kube-ovn ← … ← kubernetes
────────────────────────────────────────────────────────────────────────────────
 ↑↓ move   ←→ fold   enter why   l logs   / find   ? keys   q detach`,
  );
});

test('a failure that nobody has seen stays at the lower end of the screen', async () => {
  const screen = screenAt(80, 16, <StandingRun moment={withFailure(100)} />);
  screen.press('end');
  await shows(
    screen,
    `
 Genestack Flex · rehearsal, 5 simulat…  ✖ 1 failed  34 of 51 ready  1:40 ~40 s
━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╸───────────────────────────
   ⋯ 9 more                blocked by rabbitmq-cluster                   z show
 ▾ Monitoring              ◐ rolling out   6/9                             1:40
   ✔ monitoring-crds       ready                                           0:03
   ✔ redfish-exporter      ready           1/1   stand-in chart            0:12
   ✔ kube-prometheus-stack ready           7/7                             0:30
   ✔ alertmanager          ready                                           0:20
   ✔ node-exporter         ready                                           0:12
   ✔ prometheus            ready                                           0:25
   ◐ thanos                rolling out     2/5                             0:54
   ○ grafana               planned, waits for mariadb-cluster
❯  ⋯ openstack-exporter    blocked by rabbitmq-cluster
   ✖ rabbitmq-cluster      failed: RabbitmqCluster rabbitmq-cluster ca…    0:37
────────────────────────────────────────────────────────────────────────────────
 ↑↓ move   ←→ fold   enter why   l logs   / find   f follow   ? keys   q detach`,
  );
});

test('what is looked for is in the lower rule', async () => {
  const screen = screenAt(80, 16, waiting());
  screen.press('/', 'r', 'a', 'b');
  await shows(
    screen,
    `
 Genestack Flex · rehearsal, 5 simulated nodes      36 of 51 ready  4:12 ~5 min
━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╸────────────────────────
❯▾ OpenStack               ◐ rolling out   8/21                            4:12
   ✔ rabbitmq-operator     ready           1/1                             0:13
   ✔ rabbitmq-topology-op… ready           1/1                             0:16
   ✔ rabbitmq-cluster      ready                                           0:37








─ / rab_   3 found ─────────────────────────────────────────────────────────────
 ↑↓ move   enter keep   esc show all`,
  );
});

test('two keys in one chunk are two keys', async () => {
  const screen = screenAt(80, 24, waiting());
  screen.press('down', 'down', 'down');
  await vi.waitFor(() => expect(screen.lastFrame()).toContain('❯  ✔ libvirt'));
});

test('no line is wider than the screen, whatever its size', async () => {
  const screen = screenAt(80, 24, waiting());
  for (const [columns, rows] of [
    [60, 16],
    [61, 17],
    [69, 20],
    [70, 20],
    [79, 24],
    [99, 30],
    [100, 30],
    [200, 60],
  ] as const) {
    screen.resize(columns, rows);
    await vi.waitFor(() => {
      const lines = screen.lastFrame().split('\n');
      expect(lines.length).toBe(rows);
      expect(lines[rows - 2]).toBe('─'.repeat(columns));
      expect(Math.max(...lines.map(line => [...line].length))).toBe(columns);
    });
  }
});

test('when it is over the tree says how to see how it ended', async () => {
  const screen = screenAt(80, 24, <StandingRun moment={succeeded()} />);
  await vi.waitFor(() => expect(screen.lastFrame()).toContain('esc shows how it ended'));
  screen.press('escape');
  await vi.waitFor(() => expect(screen.lastFrame()).toContain('done in 6:47'));
  screen.press('t');
  await vi.waitFor(() => expect(screen.lastFrame()).toContain('▸ OpenStack'));
});
