import {z} from 'zod';
import type {Client} from '../cluster/client.js';
import type {KubernetesObject, ObjectRef} from '../cluster/kubernetes-object.js';
import {fieldManager} from './simulation/annotations.js';
import type {Play, Situation} from './situations/schema.js';

/** A failure that a rehearsal is told to have. */
export const injectionSchema = z.strictObject({
  /** Name of a situation. */
  situation: z.string(),
  /** Empty where it is of the whole cluster. */
  component: z.string(),
});
export type Injection = z.output<typeof injectionSchema>;

/** Where a rehearsal reads what it shall fail by; when it is taken away, the failures end. */
export const injectionsRef: ObjectRef = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  namespace: 'kube-system',
  name: 'genestack-injections',
};

const key = 'injections.json';

/** What a rehearsal can make: pods that fail by what is said of them alone, and what is written down for it. */
export const isInjectable = (situation: Situation): boolean =>
  situation.inject !== undefined || playOf(situation) !== undefined;

/** Whether it is of a component, and not of the whole cluster. */
export const isOfComponent = ({inject}: Situation): boolean =>
  inject === undefined || inject.objects.length > 0;

/** How pods are shown that have what the situation is about; undefined where other objects have a part in it. */
export const playOf = ({kind, objects, deletes, workloads, pods, ofAny}: Situation): Play | undefined => {
  const [play] = pods;
  const workload = workloads.find(one => `${one.kind}/${one.name}` === play?.of);
  if (play === undefined || workload === undefined) return undefined;
  const {environment, pod, spec} = workload;
  const isOfOthers =
    !ofAny ||
    kind !== undefined ||
    (workload.kind !== 'Job' && Object.keys(spec).length > 0) ||
    [objects, deletes, Object.keys(environment)].some(({length}) => length > 0) ||
    ['nodeName', 'volumes', 'schedulerName'].some(name => name in pod);
  // A pod that has failed for good is made anew at once, again and again, but for a Job's.
  const isEndless = play.phase === 'Failed' && workload.kind !== 'Job';
  return isOfOthers || isEndless || play.ready || play.deleted || play.unscheduled ? undefined : play;
};

/** A play in which the names of the situation's container and image are those of a pod. */
export const playedBy = (situation: Situation, play: Play, pod: KubernetesObject): Play => {
  const workload = situation.workloads.find(({kind, name}) => `${kind}/${name}` === play.of);
  if (workload === undefined) return play;
  const inits = (pod.spec?.initContainers ?? []) as Container[];
  const [main] = (pod.spec?.containers ?? []) as Container[];
  const held = play.init === undefined ? main : (inits[0] ?? main);
  const [own] = (workload.pod.containers ?? []) as Container[];
  const named: Container =
    play.init === undefined
      ? {name: workload.name, image: workload.image, ...own}
      : {name: 'init', image: workload.init ?? ''};
  const renamed = JSON.parse(
    JSON.stringify(play)
      .replaceAll(quoted(named.image), quoted(held?.image))
      .replaceAll(`container=${named.name}`, `container=${held?.name}`)
      .replaceAll(`Container ${named.name} `, `Container ${held?.name} `),
  ) as Play;
  const {init, ...rest} = renamed;
  // Where there is no init container, its own container fails in its place.
  return init === undefined || inits.length > 0 ? renamed : {...rest, container: init};
};

interface Container {
  readonly name: string;
  readonly image?: string;
}

/** As it stands inside of a JSON text; what is empty is nowhere. */
const quoted = (text: string | undefined): string => JSON.stringify(text || '\u0000').slice(1, -1);

/** Whether pods of a workload of this kind have it: a Job's failure is of Jobs. */
export const isPlayedBy = (play: Play, workloadKind: string): boolean =>
  play.of.startsWith('Job/') === /^(Cron)?Job$/.test(workloadKind);

/** Tells a rehearsal what it shall fail by: this and nothing of before. */
export const writeInjections = async (client: Client, injections: readonly Injection[]): Promise<void> => {
  if (injections.length === 0) {
    await client.delete(injectionsRef);
    return;
  }
  const {namespace, name} = injectionsRef;
  await client.apply(
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {name, ...(namespace !== undefined && {namespace})},
      data: {[key]: JSON.stringify(injections)},
    },
    {fieldManager, force: true},
  );
};

/** What a ConfigMap of that name says; nothing of what cannot be read. */
export const injectionsIn = (object: KubernetesObject | undefined): readonly Injection[] => {
  try {
    return z.array(injectionSchema).parse(JSON.parse(String(object?.data?.[key] ?? '[]')));
  } catch {
    return [];
  }
};
