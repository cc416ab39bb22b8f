import {fill} from '../../source/catalogue/placeholders.js';
import {ApiError, type Client} from '../../source/cluster/client.js';
import type {ComponentNames} from '../../source/cluster/component-names.js';
import type {KubernetesObject} from '../../source/cluster/kubernetes-object.js';
import {eventAbout, statusFor} from '../../source/rehearsal/situations/pod-play.js';
import type {Situation} from '../../source/rehearsal/situations/schema.js';

export const namespaceOf = (name: string): string => `on-${name}`;

/** How a component of a situation is called: the main one as the situation. */
export const componentName = (name: string, {component}: Situation, of = component): string =>
  of === component ? name : `${name}.${of}`;

/** The components of a situation. */
export const componentsOf = (name: string, situation: Situation): ComponentNames[] => {
  const {component, workloads, objects} = situation;
  const all = new Set([component, ...[...workloads, ...objects].map(of => of.component ?? component)]);
  return [...all].map(of => {
    const release = componentName(name, situation, of);
    return {
      name: release,
      isCarried: false,
      release: {name: release, namespace: namespaceOf(name)},
      objects: [],
    };
  });
};

const day = 86_400_000;

/** Fills `${situation}`, `${namespace}` and `${+5d}`. */
const filled = (name: string, situation: Situation, now: number): Situation => {
  const days = Object.fromEntries(
    [-10, -2, 5].map(count => [
      `${count > 0 ? '+' : ''}${count}d`,
      new Date(now + count * day).toISOString().replace(/\.\d+/, ''),
    ]),
  );
  return fill(situation, {situation: name, namespace: namespaceOf(name), ...days}) as Situation;
};

/** Puts a situation into a cluster: objects and their status, workloads, then what their pods and controllers would show. */
export const stage = async (client: Client, name: string, given: Situation, now: number): Promise<void> => {
  const situation = filled(name, given, now);
  const namespace = namespaceOf(name);
  const released = (component: string | undefined): Record<string, string> => ({
    'meta.helm.sh/release-name': componentName(name, situation, component),
    'meta.helm.sh/release-namespace': namespace,
  });
  await client.create({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {name: namespace, labels: situation.labels},
  });
  await until(`the account of ${namespace}`, () =>
    client.read({apiVersion: 'v1', kind: 'ServiceAccount', namespace, name: 'default'}),
  );

  const made = new Map<string, KubernetesObject>();
  for (const {component, cluster: _, status, ...object} of situation.objects) {
    const annotations = {...released(component), ...(object.metadata.annotations as object)};
    const wanted = {...object, metadata: {namespace, ...object.metadata, annotations}} as KubernetesObject;
    // The API serves a kind some time after its definition is established.
    const created = await until(`${wanted.kind} of ${name}`, () =>
      client.create(wanted).catch((error: unknown) => {
        if (error instanceof ApiError && error.status === 404) return undefined;
        throw error;
      }),
    );
    made.set(`${created.kind}/${created.metadata.name}`, created);
    if (status !== undefined) {
      const {apiVersion, kind, metadata} = created;
      await client.patch({apiVersion, kind, ...metadata}, {status}, {subresource: 'status'});
    }
  }

  const workloads = situation.workloads.map(workload => ({
    ...manifestOf(
      workload,
      namespace,
      made,
      situation.pods.some(({deleted}) => deleted),
    ),
  }));
  for (const [at, workload] of workloads.entries()) {
    workload.metadata.annotations = {
      ...released(situation.workloads[at]?.component),
      ...workload.metadata.annotations,
    };
    if (situation.settles) await untilRefused(client, workload);
    const created = await client.create(workload);
    made.set(`${created.kind}/${created.metadata.name}`, created);
  }
  for (const play of situation.pods) {
    const workload = situation.workloads.find(({kind, name: of}) => `${kind}/${of}` === play.of);
    const pods = await until(`the pods of ${name}`, async () => {
      const found = await podsOf(client, namespace, play.of, play.unscheduled === undefined);
      const wanted = play.ready ? 1 : (workload?.replicas ?? 1);
      return found.length >= wanted ? found : undefined;
    });
    for (const pod of pods) {
      const ref = {apiVersion: 'v1', kind: 'Pod', namespace, name: pod.metadata.name};
      await client.patch(ref, {status: statusFor(pod, play, now)}, {subresource: 'status'});
      for (const event of play.events) await client.create(eventAbout({...pod, ...ref}, event, now));
      if (play.deleted) await client.delete(ref);
    }
  }
  for (const {about, last, ...event} of situation.events) {
    const object = made.get(about);
    if (object === undefined) throw new Error(`${name} has an event about ${about}, which is not there`);
    await client.create(eventAbout(object, event, last ? now + 2 * 3_600_000 : now));
  }
  for (const ref of situation.deletes) await client.delete({namespace, ...ref});
};

const podsOf = async (
  client: Client,
  namespace: string,
  of: string,
  isPlaced: boolean,
): Promise<KubernetesObject[]> => {
  const {items} = await client.list(
    {apiVersion: 'v1', kind: 'Pod'},
    {namespace, labelSelector: `app=${of.split('/')[1]}`},
  );
  return items.filter(({spec}) => !isPlaced || spec.nodeName);
};

const manifestOf = (
  {
    kind,
    name,
    replicas,
    image,
    init,
    environment,
    claim,
    annotations,
    owner,
    pod,
    spec,
  }: Situation['workloads'][number],
  namespace: string,
  made: ReadonlyMap<string, KubernetesObject>,
  isForGood: boolean,
): KubernetesObject => {
  const labels = {app: name};
  const above = owner === undefined ? undefined : made.get(owner);
  const volumes = [
    ...((pod.volumes ?? []) as object[]),
    ...(claim === undefined ? [] : [{name: 'data', persistentVolumeClaim: {claimName: claim}}]),
  ];
  // On the one node that is nobody's situation.
  const nodeSelector = kind === 'DaemonSet' ? {'kubernetes.io/hostname': 'node-1'} : undefined;
  const env = Object.entries(environment).map(([key, value]) => ({name: key, value}));
  return {
    apiVersion: kind === 'Job' ? 'batch/v1' : 'apps/v1',
    kind,
    metadata: {
      ...{name, namespace, annotations, labels},
      ...(above !== undefined && {
        ownerReferences: [
          {
            apiVersion: above.apiVersion,
            kind: above.kind,
            name: above.metadata.name,
            uid: String(above.metadata.uid),
            controller: true,
          },
        ],
      }),
    },
    spec: {
      ...(kind !== 'Job' && {selector: {matchLabels: labels}}),
      ...((kind === 'Deployment' || kind === 'StatefulSet') && {replicas}),
      ...(kind === 'StatefulSet' && {serviceName: name}),
      ...spec,
      template: {
        metadata: {
          labels,
          annotations: {'rehearsal.genestack.io/afflicted': isForGood ? 'for-good' : 'true'},
        },
        spec: {
          ...(kind === 'Job' && {restartPolicy: 'Never'}),
          ...(nodeSelector !== undefined && {nodeSelector}),
          containers: [{name, image}],
          ...(init !== undefined && {initContainers: [{name: 'init', image: init, env}]}),
          ...pod,
          ...(volumes.length > 0 && {volumes}),
        },
      },
    },
  };
};

/** A policy is in force some time after it was made. */
const untilRefused = (client: Client, {metadata, spec}: KubernetesObject): Promise<true> =>
  until(`the policy for ${metadata.name}`, async () => {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {name: 'tried', ...(metadata.namespace !== undefined && {namespace: metadata.namespace})},
      spec: spec.template.spec,
    };
    return client.create(pod, {dryRun: true}).then(
      () => undefined,
      error => (error instanceof ApiError ? true : undefined),
    );
  });

const until = async <T>(what: string, look: () => Promise<T | undefined>): Promise<T> => {
  const end = Date.now() + 60_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`${what} did not come`);
    await new Promise(resolve => setTimeout(resolve, 100));
  }
};

const isOperators = (apiVersion: string): boolean => {
  const group = apiVersion.split('/')[0] ?? '';
  return group.includes('.') && (!group.endsWith('.k8s.io') || group.startsWith('gateway.'));
};

/** Definitions of the operators' kinds that the situations use, without a schema. */
export const definitionsFor = (situations: Iterable<Situation>): KubernetesObject[] => {
  const found = new Map<string, KubernetesObject>();
  for (const {apiVersion, kind, cluster = false} of [...situations].flatMap(({objects}) => objects)) {
    if (!isOperators(apiVersion)) continue;
    const [group = '', version = ''] = apiVersion.split('/');
    const plural = `${kind.toLowerCase()}s`;
    found.set(`${plural}.${group}`, {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: {
        name: `${plural}.${group}`,
        annotations: {'api-approved.kubernetes.io': 'https://example.org'},
      },
      spec: {
        group,
        names: {kind, plural},
        scope: cluster ? 'Cluster' : 'Namespaced',
        versions: [
          {
            name: version,
            served: true,
            storage: true,
            subresources: {status: {}},
            schema: {openAPIV3Schema: {type: 'object', 'x-kubernetes-preserve-unknown-fields': true}},
          },
        ],
      },
    });
  }
  return [...found.values()];
};
