process.env.TZ = 'UTC';

import {expect, test, vi} from 'vitest';
import {GenestackError} from '../../../source/errors.js';
import {initialRunScreen} from '../../../source/ui/tree/run-screen.js';
import {screenAt} from '../../helpers/screen.js';
import {interrupted, type Moment, preparing, succeeded, withFailure} from '../fixtures/run-views.js';
import {StandingRun} from '../fixtures/run-world.js';

const end = (moment: Moment) => <StandingRun moment={moment} begin={{...initialRunScreen, layer: 'done'}} />;
const shows = (screen: ReturnType<typeof screenAt>, frame: string) =>
  vi.waitFor(() => expect(`\n${screen.lastFrame()}`).toBe(frame));

test('80x24 of a run that succeeded, and its stand-ins', async () => {
  const screen = screenAt(80, 24, end(succeeded()));
  await shows(
    screen,
    `
 Genestack Flex · rehearsal, 5 simulated nodes                   done in 6:47 ✔
────────────────────────────────────────────────────────────────────────────────
 51 of 51 components ready. Longest path 6:47 (octavia). Nothing failed.

 Checked          pods and workloads by the Kubernetes API, 14:09:03
 Not checked      that services answer: nodes are simulated
 Stand-in charts  4 of 51   metallb-pools, redfish-exporter, …           s list

 Profile      ./genestack.yaml
 Kubeconfig   ~/.local/state/genestack/rehearsal/kubeconfig
 Receipt      ~/.local/state/genestack/runs/2026-11-23T1402/receipt.md

 Next   genestack install --profile ./genestack.yaml  the same on your cluster
        genestack plan --profile ./genestack.yaml     what it holds, in order
        genestack rehearsal down                      remove this one







────────────────────────────────────────────────────────────────────────────────
 s stand-ins   t tree   ? keys   q quit`,
  );
  screen.press('s');
  await shows(
    screen,
    `
 Genestack Flex · rehearsal, 5 simulated nodes                   done in 6:47 ✔
────────────────────────────────────────────────────────────────────────────────
 51 of 51 components ready. Longest path 6:47 (octavia). Nothing failed.

 Checked          pods and workloads by the Kubernetes API, 14:09:03
 Not checked      that services answer: nodes are simulated
 Stand-in charts  4 of 51: metallb-pools, redfish-exporter, octavia-preconf,
                  iscsi-tgtd

 Profile      ./genestack.yaml
 Kubeconfig   ~/.local/state/genestack/rehearsal/kubeconfig
 Receipt      ~/.local/state/genestack/runs/2026-11-23T1402/receipt.md

 Next   genestack install --profile ./genestack.yaml  the same on your cluster
        genestack plan --profile ./genestack.yaml     what it holds, in order
        genestack rehearsal down                      remove this one






────────────────────────────────────────────────────────────────────────────────
 s stand-ins   t tree   ? keys   q quit`,
  );
});

test('80x24 of a run in which one failed', async () => {
  await shows(
    screenAt(80, 24, end(withFailure())),
    `
 Genestack Flex · rehearsal, 5 simulated nodes              failed after 2:19 ✖
────────────────────────────────────────────────────────────────────────────────
 37 of 51 components ready. 1 failed, 13 blocked.

 ✖ rabbitmq-cluster failed, GS-RDY-01
   RabbitmqCluster rabbitmq-cluster cannot become ready. Pod rabbitmq-server-0
   cannot pull the image rabbitmq:4.1.4 (ImagePullBackOff).
   Do: Look at it with kubectl, mend the cause, and run this again; it goes on
   from here.
   Blocked by it: barbican, cinder, glance, heat, horizon, iscsi-tgtd,
   keystone, neutron and 5 more.

 Checked          pods and workloads by the Kubernetes API, 14:04:36
 Not checked      that services answer: nodes are simulated
 Stand-in charts  4 of 51   metallb-pools, redfish-exporter, …           s list

 Profile      ./genestack.yaml
 Kubeconfig   ~/.local/state/genestack/rehearsal/kubeconfig
 Receipt      ~/.local/state/genestack/runs/2026-11-23T1402/receipt.md

 Next   genestack rehearse --profile ./genestack.yaml  goes on from there
        genestack rehearsal down                       remove this one
────────────────────────────────────────────────────────────────────────────────
 s stand-ins   t tree   ? keys   q quit`,
  );
});

test('80x24 of a run that was interrupted', async () => {
  await shows(
    screenAt(80, 24, end(interrupted())),
    `
 Genestack Flex · rehearsal, 5 simulated nodes         interrupted after 3:20 !
────────────────────────────────────────────────────────────────────────────────
 38 of 51 components ready. Nothing failed.

 Begun and not ready: barbican, cinder, glance, heat, neutron and nova.
 Not begun: grafana, horizon, iscsi-tgtd, octavia, octavia-preconf,
 openstack-exporter and placement.

 Checked          pods and workloads by the Kubernetes API, 14:05:37
 Not checked      that services answer: nodes are simulated
 Stand-in charts  4 of 51   metallb-pools, redfish-exporter, …           s list

 Profile      ./genestack.yaml
 Kubeconfig   ~/.local/state/genestack/rehearsal/kubeconfig
 Receipt      ~/.local/state/genestack/runs/2026-11-23T1402/receipt.md

 Next   genestack rehearse --profile ./genestack.yaml  goes on from there
        genestack rehearsal down                       remove this one




────────────────────────────────────────────────────────────────────────────────
 s stand-ins   t tree   ? keys   q quit`,
  );
});

test('80x24 of a removal, and of one that was interrupted', async () => {
  const removed = (moment: Moment): Moment => {
    const {receipt} = moment.view;
    return {...moment, view: {...moment.view, receipt: receipt && {...receipt, deed: 'remove'}}};
  };
  const whole = screenAt(80, 24, end(removed(succeeded()))).lastFrame();
  expect(whole).toMatchInlineSnapshot(`
    " Genestack Flex · rehearsal, 5 simulated nodes                   done in 6:47 ✔
    ────────────────────────────────────────────────────────────────────────────────
     51 of 51 components gone. Longest path 6:47 (octavia). Nothing failed.

     Checked          that only data which stays is left, by the Kubernetes API,
                      14:09:03

     Kubeconfig   ~/.local/state/genestack/rehearsal/kubeconfig
     Receipt      ~/.local/state/genestack/runs/2026-11-23T1402/receipt.md

     Next   genestack monitor         what is there, read-only
            genestack rehearsal down  remove this one










    ────────────────────────────────────────────────────────────────────────────────
     s stand-ins   t tree   ? keys   q quit"
  `);
  const cut = screenAt(80, 24, end(removed(interrupted()))).lastFrame();
  expect(cut).toContain('Next   the same command          goes on from there');
  expect(cut).toContain('Begun and not gone: barbican');
  expect(cut).not.toContain('Checked');
});

test('60x16', async () => {
  await shows(
    screenAt(60, 16, end(succeeded())),
    `
 Genestack Flex · rehearsal, 5 simulated n…  done in 6:47 ✔
────────────────────────────────────────────────────────────
 51 of 51 components ready. Longest path 6:47 (octavia).
 Nothing failed.

 Checked          pods and workloads by the Kubernetes API,
                  14:09:03
 Not checked      that services answer: nodes are simulated
 Stand-in charts  4 of 51   metallb-pools, …         s list

 Profile      ./genestack.yaml
 Kubeconfig   ~/.local/state/genestack/rehearsal/kubeconfig
 Receipt      ~/.local/state/genestack/runs/2026-11-23T1402
              /receipt.md
─ 7 more lines below ───────────────────────────────────────
 ↑↓ scroll   s stand-ins   t tree   ? keys   q quit`,
  );
});

test('80x24 in ASCII', async () => {
  await shows(
    screenAt(80, 24, end(succeeded()), {ascii: true}),
    `
 Genestack Flex . rehearsal, 5 simulated nodes                   done in 6:47 +
--------------------------------------------------------------------------------
 51 of 51 components ready. Longest path 6:47 (octavia). Nothing failed.

 Checked          pods and workloads by the Kubernetes API, 14:09:03
 Not checked      that services answer: nodes are simulated
 Stand-in charts  4 of 51   metallb-pools, redfish-exporter, ..          s list

 Profile      ./genestack.yaml
 Kubeconfig   ~/.local/state/genestack/rehearsal/kubeconfig
 Receipt      ~/.local/state/genestack/runs/2026-11-23T1402/receipt.md

 Next   genestack install --profile ./genestack.yaml  the same on your cluster
        genestack plan --profile ./genestack.yaml     what it holds, in order
        genestack rehearsal down                      remove this one







--------------------------------------------------------------------------------
 s stand-ins   t tree   ? keys   q quit`,
  );
});

test('on a cluster nothing is said of a rehearsal', async () => {
  const {view, now} = succeeded();
  const receipt = view.receipt && {...view.receipt, simulatedNodes: 0};
  const state = {...view.state, run: {...view.state.run, simulatedNodes: 0}};
  const screen = screenAt(80, 24, end({now, view: {...view, receipt, removal: null, state}}));
  await vi.waitFor(() => expect(screen.lastFrame()).toContain('ready is what the API says'));
  expect(screen.lastFrame()).not.toContain('rehearsal down');
});

test('what ended a run before its plan is told with what to do', async () => {
  const {view, now} = preparing();
  const error = new GenestackError('GS-REH-01', 'The API server did not start', 'Look into its log');
  const screen = screenAt(80, 24, end({now, view: {...view, phase: 'over', error}}));
  await vi.waitFor(() => expect(screen.lastFrame()).toContain('✖ The API server did not start.'));
  expect(screen.lastFrame()).toContain('Look into its log. (GS-REH-01)');
});
