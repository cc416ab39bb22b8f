import type {KubernetesObject} from '../../source/cluster/kubernetes-object.js';

/** Objects of a cloud as they are before they are made; who owns what is known afterwards. */
export interface Cloud {
  readonly nodes: readonly KubernetesObject[];
  readonly releases: readonly CloudRelease[];
}

/** A Deployment, the ReplicaSet beneath it, and the pods beneath that. */
export interface CloudRelease {
  readonly deployment: KubernetesObject;
  readonly replicaSet: KubernetesObject;
  readonly pods: readonly KubernetesObject[];
}

export const namespace = 'openstack';

/** Releases of OpenStack's services, and their share of the pods. */
const releases = [
  ...['nova-compute', 'neutron-ovs-agent', 'libvirt', 'nova-api', 'nova-conductor', 'nova-scheduler'],
  ...['neutron-server', 'keystone-api', 'glance-api', 'cinder-api', 'cinder-volume', 'heat-engine'],
  ...['octavia-worker', 'placement-api', 'horizon', 'barbican-api', 'memcached', 'designate-api'],
  ...['gnocchi-api', 'ceilometer-central'],
];

const releaseOf = (name: string): string => name.split('-')[0] ?? name;

const stamp = (second: number): string => new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString();

/** Pure: the same cloud each time. */
export const cloudOf = (nodeCount: number, podCount: number): Cloud => ({
  nodes: Array.from({length: nodeCount}, (_, index) => node(`node-${index}`)),
  releases: releases.map((name, nth) => {
    const seeds = Array.from({length: podCount}, (_, seed) => seed).filter(
      seed => seed % releases.length === nth,
    );
    return {
      deployment: deployment(name, seeds.length),
      replicaSet: replicaSet(name, seeds.length),
      pods: seeds.map(seed => pod(name, `node-${seed % nodeCount}`, seed)),
    };
  }),
});

const node = (name: string): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: {
    name,
    labels: {
      'kubernetes.io/hostname': name,
      'kubernetes.io/os': 'linux',
      'openstack-compute-node': 'enabled',
    },
    annotations: {'kwok.x-k8s.io/node': 'fake'},
  },
  spec: {},
  status: {
    capacity: {cpu: '64', memory: '512Gi', pods: '500'},
    allocatable: {cpu: '64', memory: '512Gi', pods: '500'},
    conditions: [
      {
        type: 'Ready',
        status: 'True',
        reason: 'KubeletReady',
        lastHeartbeatTime: stamp(0),
        lastTransitionTime: stamp(0),
      },
    ],
    nodeInfo: {
      ...{kubeletVersion: 'v1.37.2', kubeProxyVersion: '', osImage: 'simulated', kernelVersion: '6.1.0'},
      ...{architecture: 'amd64', operatingSystem: 'linux', containerRuntimeVersion: 'simulated://1'},
      ...{machineID: name, systemUUID: name, bootID: name},
    },
  },
});

const labelsOf = (name: string): Record<string, string> => ({
  application: releaseOf(name),
  component: name,
  release_group: releaseOf(name),
  'app.kubernetes.io/instance': releaseOf(name),
  'app.kubernetes.io/name': name,
});

const template = (name: string) => ({
  metadata: {labels: labelsOf(name)},
  spec: {
    initContainers: [
      {
        name: 'init',
        image: 'quay.io/airshipit/kubernetes-entrypoint:latest-ubuntu_jammy',
        env: ['DEPENDENCY_SERVICE', 'DEPENDENCY_JOBS', 'DEPENDENCY_DAEMONSET', 'DEPENDENCY_CONTAINER'].map(
          key => ({
            name: key,
            value: `openstack:mariadb,openstack:keystone-api,openstack:rabbitmq,openstack:memcached-${key.length}`,
          }),
        ),
        command: ['kubernetes-entrypoint'],
        volumeMounts: [],
      },
    ],
    containers: [
      {
        name,
        image: `quay.io/airshipit/${name}:2025.1-ubuntu_jammy`,
        command: ['/tmp/start.sh'],
        env: Array.from({length: 12}, (_, index) => ({
          name: `OS_SETTING_${index}`,
          value: `value-of-${name}-${index}`,
        })),
        ports: [{containerPort: 8774, name: 'api', protocol: 'TCP'}],
        resources: {requests: {cpu: '10m', memory: '16Mi'}},
        readinessProbe: {httpGet: {path: '/', port: 8774}, periodSeconds: 15},
        volumeMounts: ['etc', 'tmp', 'run', 'bin'].map(volume => ({
          name: volume,
          mountPath: `/${volume}/${name}`,
        })),
      },
    ],
    volumes: ['etc', 'tmp', 'run', 'bin'].map(volume => ({name: volume, emptyDir: {}})),
  },
});

const deployment = (name: string, replicas: number): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name,
    namespace,
    labels: labelsOf(name),
    annotations: {
      'meta.helm.sh/release-name': releaseOf(name),
      'meta.helm.sh/release-namespace': namespace,
    },
  },
  spec: {replicas, selector: {matchLabels: labelsOf(name)}, template: template(name)},
});

const replicaSet = (name: string, replicas: number): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: {name: `${name}-6d9f8b7c54`, namespace, labels: labelsOf(name)},
  spec: {replicas, selector: {matchLabels: labelsOf(name)}, template: template(name)},
});

const pod = (name: string, nodeName: string, seed: number): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: `${name}-6d9f8b7c54-${(seed * 7919 + 104_729).toString(36)}`,
    namespace,
    labels: labelsOf(name),
    annotations: {
      'configmap-bin-hash': `${seed}`.padStart(64, 'a'),
      'configmap-etc-hash': `${seed}`.padStart(64, 'b'),
      'openstackhelm.openstack.org/release_uuid': '',
    },
  },
  spec: {...template(name).spec, nodeName, tolerations: [{operator: 'Exists'}]},
});

/** What a kubelet writes of a pod that runs. @param beat differs from write to write. */
export const runningStatus = ({metadata, spec}: KubernetesObject, beat: number): object => {
  const [container] = spec.containers as {name: string; image: string}[];
  const at = stamp(beat);
  return {
    phase: 'Running',
    podIP: `10.${beat % 250}.${metadata.name.length}.7`,
    hostIP: '127.0.0.1',
    startTime: stamp(0),
    conditions: ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map(
      type => ({
        type,
        status: 'True',
        lastTransitionTime: type === 'Ready' ? at : stamp(0),
      }),
    ),
    initContainerStatuses: [
      {
        ...{name: 'init', image: 'entrypoint', imageID: '', ready: true, restartCount: 0},
        containerID: `containerd://${metadata.name.padEnd(64, '0')}`,
        state: {terminated: {exitCode: 0, reason: 'Completed', startedAt: stamp(0), finishedAt: stamp(1)}},
      },
    ],
    containerStatuses: [
      {
        ...{name: container?.name, image: container?.image, imageID: '', ready: true, started: true},
        containerID: `containerd://${metadata.name.padEnd(64, '1')}`,
        restartCount: beat % 3,
        state: {running: {startedAt: at}},
      },
    ],
  };
};

/** What the controllers write of a Deployment and its ReplicaSet whose pods are all ready. */
export const settledStatus = ({kind, metadata, spec}: KubernetesObject): object => {
  const counts = {
    replicas: spec.replicas,
    readyReplicas: spec.replicas,
    availableReplicas: spec.replicas,
    observedGeneration: metadata.generation,
  };
  if (kind === 'ReplicaSet') return {...counts, fullyLabeledReplicas: spec.replicas};
  const condition = (type: string, reason: string) => ({
    ...{type, reason, status: 'True', message: ''},
    ...{lastUpdateTime: stamp(0), lastTransitionTime: stamp(0)},
  });
  return {
    ...counts,
    updatedReplicas: spec.replicas,
    conditions: [
      condition('Available', 'MinimumReplicasAvailable'),
      condition('Progressing', 'NewReplicaSetAvailable'),
    ],
  };
};
