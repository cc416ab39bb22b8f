import type {Inquiry} from '../../source/cluster/observation.js';
import {RunScreen} from '../../source/ui/screens/run.js';
import {initialRunScreen, type RunScreen as RunScreenState} from '../../source/ui/tree/run-screen.js';
import {ClockContext} from '../../source/ui/use-clock.js';
import {
  halfWay,
  type Moment,
  preparing,
  succeeded,
  waitingForMariaDB,
  withFailure,
} from '../ui/fixtures/run-views.js';
import type {GalleryScreen} from './gallery-screen.js';

const inquiry: Inquiry = {
  asOf: '2026-11-23T14:06:22Z',
  code: 'GS-POD-01',
  chain: [
    'mariadb-cluster',
    'StatefulSet mariadb-cluster',
    'pod mariadb-cluster-2',
    'claim storage-mariadb-cluster-2',
  ],
  sentence:
    'The claim waits for a volume, and no StorageClass named "general" exists. 15 components wait behind this one.',
  remedy: 'Make the class or choose another one in the profile: kubectl get storageclass.',
  seen: [
    'claim Pending for 2:31',
    'event ProvisioningFailed ×6, last 12 s ago: storageclass.storage.k8s.io "general" not found',
  ],
};

const shown = ({view, now}: Moment, state: Partial<RunScreenState> = {}) => (
  <ClockContext value={now}>
    <RunScreen view={view} state={{...initialRunScreen, ...state}} inquire={() => inquiry} />
  </ClockContext>
);

/** Screens of a run, at moments of one that was played from the shipped plan of Flex. */
export const runScreens = (): readonly GalleryScreen[] => [
  {name: 'preparing', title: 'The control plane of a rehearsal comes up', element: shown(preparing())},
  {
    name: 'tree',
    title: 'An install as a tree; OpenStack waits for MariaDB',
    element: shown(waitingForMariaDB()),
  },
  {name: 'tree-ascii', title: 'The tree in ASCII', element: shown(waitingForMariaDB()), isAscii: true},
  {
    name: 'tree-small',
    title: 'The tree at 60x16',
    element: shown(waitingForMariaDB()),
    columns: 60,
    rows: 16,
  },
  {name: 'tree-large', title: 'The tree at 120x40', element: shown(halfWay()), columns: 120, rows: 40},
  {name: 'tree-failed', title: 'A component failed, the rest goes on', element: shown(withFailure(100))},
  {
    name: 'why',
    title: 'Why a component is not ready',
    element: shown(waitingForMariaDB(), {layer: 'why', target: {component: 'mariadb-cluster'}}),
  },
  {name: 'done', title: 'What is there when all is done', element: shown(succeeded(), {layer: 'done'})},
  {
    name: 'done-failed',
    title: 'What is there after a failure',
    element: shown(withFailure(), {layer: 'done'}),
  },
];
